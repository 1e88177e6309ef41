"""The SARIF log against the published schema, and the step of the workflow that writes it."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from conftest import BINARY, MISSPELT, ROOT, environment, git

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft7Validator:
    manifest = HERE / "sarif-schema" / "Cargo.toml"
    metadata = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--manifest-path", manifest],
        check=True, capture_output=True, text=True,
    )
    [crate] = [one for one in json.loads(metadata.stdout)["packages"] if one["name"] == "serde-sarif"]
    text = (Path(crate["manifest_path"]).parent / "src" / "schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft7Validator(json.loads(text), format_checker=jsonschema.FormatChecker())


def test_the_schema_refuses_what_is_no_log(schema: jsonschema.Draft7Validator) -> None:
    assert not schema.is_valid({"version": "2.1.0"})
    assert not schema.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{}]}]})


def test_every_faulty_flow_of_the_corpus_gives_a_valid_log(schema: jsonschema.Draft7Validator) -> None:
    flows = sorted((ROOT / "tests" / "corpus").glob("F*/fail-*.json"))
    assert len(flows) > 60
    log = validate(ROOT, *(flow.relative_to(ROOT) for flow in flows))
    errors = [f"{error.json_path}: {error.message}" for error in schema.iter_errors(log)]
    assert errors == []
    results = log["runs"][0]["results"]
    assert len(results) > len(flows) // 2
    assert any("fixes" in result for result in results)


def test_a_clean_run_and_a_failed_one_are_valid_logs(schema: jsonschema.Draft7Validator, tmp_path: Path) -> None:
    for arguments in ([ROOT / "runtime/src/author/recipes/quickstart.flow.json"], ["missing.json"]):
        log = validate(tmp_path, *arguments)
        assert list(schema.iter_errors(log)) == []


def test_the_step_of_the_workflow_writes_a_log(schema: jsonschema.Draft7Validator, project: Path) -> None:
    (project / "flows").mkdir()
    (project / "flows" / "with space.flow.json").write_text(MISSPELT, encoding="utf-8")
    git(project, "add", ".")
    lines = (ROOT / "docs/ci/github-workflow.yml").read_text(encoding="utf-8").splitlines()
    [at] = [number for number, line in enumerate(lines) if line.strip() == "run: |"]
    script = "\n".join(line.strip() for line in lines[at + 1 : at + 3])
    ran = subprocess.run(["bash", "-e", "-c", script], cwd=project, env=environment(), check=False)
    assert ran.returncode != 0, "a flow with errors fails the step"
    log = json.loads((project / "flows.sarif").read_text(encoding="utf-8"))
    assert list(schema.iter_errors(log)) == []
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in log["runs"][0]["results"]]
    assert places == [{"uri": "flows/with%20space.flow.json", "uriBaseId": "%SRCROOT%"}]


def validate(folder: Path, *files: Path | str) -> dict:
    command = [BINARY, "validate", "--format", "sarif", *files]
    ran = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    return json.loads(ran.stdout)
