"""pydantic over the corpus: text to verdict, as in benches/src/table.rs. Arguments: the corpus."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model, model_validator

Id = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Source = Literal["extractedData", "providedData"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def named(name: str, required: list[str], optional: tuple[str, ...] = ()) -> type[Strict]:
    """An object of outcomes."""
    fields = {outcome: (Id, ...) for outcome in required} | {outcome: (Id | None, None) for outcome in optional}
    return create_model(name, __base__=Strict, **fields)


class Outcome(Strict):
    id: Id
    condition: str
    targetNodeId: Id


Outcomes = Annotated[list[Outcome], Field(min_length=1)]


class Operand(Strict):
    type: Literal["literal", "ref"]
    value: str | float | bool | None = None
    source: Source | None = None
    field: str | None = None


class Variable(Strict):
    name: str
    value: Operand


class Request(Strict):
    url: str
    method: Literal["GET", "POST"] | None = None
    vars: list[Variable] | None = None


class Poll(Strict):
    intervalMs: float
    timeoutMs: float


class AwaitExternal(Strict):
    request: Request
    poll: Poll
    exits: named("Exits", ["onDataReady", "onTimeout", "onError"])


class Image(Strict):
    source: Literal["sessionVideo", "faceScan", "documentPhoto", "providedData"]
    providedDataKey: str | None = None

    @model_validator(mode="after")
    def has_its_key(self) -> "Image":
        if self.source == "providedData" and self.providedDataKey is None:
            raise ValueError("providedDataKey is missing")
        return self


class Node(Strict):
    id: Id


class Start(Node):
    type: Literal["start"]
    outcome: Id


class End(Node):
    type: Literal["end"]


class Devices(Strict):
    camera: bool | None = None
    microphone: bool | None = None


class Permissions(Node):
    type: Literal["permissions"]
    permissions: Devices
    prompt: str | None = None
    outcomes: named("PermissionsOutcomes", ["permissionsGranted", "permissionsDenied"])


class Conversation(Node):
    type: Literal["conversation"]
    prompt: str
    outcomes: Outcomes
    doesNotRequireReply: bool | None = None
    awaitExternal: AwaitExternal | None = None


class Liveness(Node):
    type: Literal["liveness_detection"]
    outcomes: named(
        "LivenessOutcomes",
        ["livenessDetected", "deepfakeDetected", "noFace", "inconclusive"],
        ("captureUnavailable",),
    )


class FaceScan(Node):
    type: Literal["face_scan"]
    outcomes: named("FaceScanOutcomes", ["passed", "notPassed", "cancelled", "error"])
    captureInstructions: str | None = None
    requireLivenessChallenge: bool | None = None
    requireAILivenessCheck: bool | None = None
    referenceImageKey: str | None = None
    similarityThreshold: Share | None = None
    enableSound: bool | None = None
    enableHaptics: bool | None = None


class FaceCompare(Node):
    type: Literal["face_compare"]
    sourceA: Image
    sourceB: Image
    similarityThreshold: Share | None = None
    outcomes: named("FaceCompareOutcomes", ["match", "noMatch", "imageUnavailable"])


class Recognition(Node):
    type: Literal["recognition"]
    outcomes: named("RecognitionOutcomes", ["recognized", "newUser", "noFace"])


class DocumentScan(Node):
    type: Literal["document_scan"]
    scanningMode: Literal["single", "automatic"]
    allowedDocumentTypes: list[str]
    showTorchButton: bool | None = None
    showCameraSwitch: bool | None = None
    showMirrorCameraButton: bool | None = None
    outcomes: named("DocumentScanOutcomes", ["scanSuccess", "userCancelled", "scanTimeout"])


class EnterEmail(Node):
    type: Literal["enter_email"]
    prompt: str | None = None
    outcomes: named("EnterEmailOutcomes", ["emailEntered", "canceled"])


class Code(Node):
    otpLength: Annotated[float, Field(ge=4, le=8)] | None = None
    expirySeconds: float | None = None
    maxAttempts: float | None = None
    resendAfterSeconds: float | None = None
    showUI: bool | None = None
    outcomes: named("CodeOutcomes", ["verified", "delivery_failed", "failed_unverified", "cancelled", "error"])


class EmailCode(Code):
    type: Literal["two_factor_email"]
    emailTemplate: str | None = None


class SmsCode(Code):
    type: Literal["two_factor_sms"]
    smsTemplate: str | None = None


class Check(Strict):
    field: str
    action: str
    value: str | None = None


class DataValidation(Node):
    type: Literal["data_validation"]
    validation: Check
    outcomes: Outcomes


class ExternalCall(Node):
    type: Literal["external_call"]
    request: Request
    outcome: Id


class Reference(Strict):
    source: Source
    field: str


class Rule(Strict):
    left: Reference
    operator: Literal["equals", "notEquals", "exists", "notExists", "gt", "gte", "lt", "lte"]
    right: Operand | None = None
    outcome: Id


class FieldCondition(Node):
    type: Literal["field_condition"]
    rules: Annotated[list[Rule], Field(min_length=1)]
    default: Id


AnyNode = (
    Start | End | Permissions | Conversation | Liveness | FaceScan | FaceCompare | Recognition | DocumentScan
    | EnterEmail | EmailCode | SmsCode | DataValidation | ExternalCall | FieldCondition
)
FLOW = TypeAdapter(list[Annotated[AnyNode, Field(discriminator="type")]])


def targets(node: Node) -> list[str]:
    """The edges of a node."""
    match node:
        case Start() | ExternalCall():
            return [node.outcome]
        case End():
            return []
        case FieldCondition():
            return [rule.outcome for rule in node.rules] + [node.default]
        case Conversation() | DataValidation():
            found = [outcome.targetNodeId for outcome in node.outcomes]
            waiting = getattr(node, "awaitExternal", None)
            return found + list(vars(waiting.exits).values()) if waiting else found
        case _:
            return [target for target in vars(node.outcomes).values() if target is not None]


def is_sound(nodes: list[Node]) -> bool:
    """The graph check of the peers, as benches/src/graph.rs has it."""
    at = {node.id: index for index, node in enumerate(nodes)}
    entries = [index for index, node in enumerate(nodes) if node.type == "start"]
    ends = [index for index, node in enumerate(nodes) if node.type == "end"]
    if len(at) != len(nodes) or len(entries) != 1 or not ends:
        return False
    ahead = [[] for _ in nodes]
    back = [[] for _ in nodes]
    for source, node in enumerate(nodes):
        for target in targets(node):
            place = at.get(target)
            if place is None:
                return False
            ahead[source].append(place)
            back[place].append(source)
    return covers(ahead, entries) and covers(back, ends)


def covers(edges: list[list[int]], start: list[int]) -> bool:
    """Whether a walk from these nodes visits every node."""
    seen = set(start)
    open_ = list(start)
    while open_:
        for place in edges[open_.pop()]:
            if place not in seen:
                seen.add(place)
                open_.append(place)
    return len(seen) == len(edges)


def pydantic_accepts(text: str) -> bool:
    try:
        return is_sound(FLOW.validate_json(text))
    except ValidationError:
        return False


CONTESTANTS = [
    ("pydantic", "text to records, union by type, graph", pydantic_accepts),
    ("json.loads only", "text to values, nothing checked: the scale", lambda text: isinstance(json.loads(text), list)),
]


def broken(text: str, change) -> str:
    nodes = json.loads(text)
    change(nodes, lambda kind: next(node for node in nodes if node["type"] == kind))
    return json.dumps(nodes)


def main() -> None:
    documents = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    size = sum(len(text.encode()) for text in documents)
    nodes = sum(len(json.loads(text)) for text in documents)
    mistakes = [
        broken(documents[30], lambda nodes, _: nodes[0].update(outcome="nowhere")),
        broken(documents[30], lambda nodes, _: nodes[2].update(id="start")),
        broken(documents[30], lambda nodes, _: nodes[2].update(type="telepathy")),
        broken(documents[30], lambda nodes, _: nodes[1].update(outcomes=[])),
        broken(documents[30], lambda _, find: find("liveness_detection")["outcomes"].pop("inconclusive")),
        broken(documents[30], lambda _, find: find("two_factor_email").update(otpLength=9)),
    ]
    for index, text in enumerate(documents):
        assert pydantic_accepts(text), f"pydantic refuses document {index}"
    for index, text in enumerate(mistakes):
        assert not pydantic_accepts(text), f"pydantic accepts mistake {index}"
    best = [float("inf")] * len(CONTESTANTS)
    for _ in range(5):
        for place, (_, _, accepts) in enumerate(CONTESTANTS):
            begin = time.perf_counter()
            while time.perf_counter() - begin < 0.2:
                started = time.perf_counter()
                for text in documents:
                    accepts(text)
                best[place] = min(best[place], time.perf_counter() - started)
    for (name, does, _), seconds in zip(CONTESTANTS, best, strict=True):
        print(f"| {name} | {size / seconds / 1e6:.0f} | {seconds * 1e9 / nodes:.0f} | {does} |")


main()
