// The plan as the page knows it: nodes, edges, and how node reports name them.

/** Types that the API writes no node report for. */
const UNREPORTED = new Set(["start", "end"]);

export class Plan {
  #nodes;

  constructor(state) {
    Object.assign(this, state);
    this.#nodes = new Map(state.nodes.map((node) => [node.id, node]));
  }

  node(id) {
    return this.#nodes.get(id);
  }

  isReported(id) {
    return !UNREPORTED.has(this.node(id)?.type);
  }

  /** The edge of an outcome, as the flow or a report spells it: the outcome, or the id of the node it leads to. */
  edge(id, outcome) {
    const edges = this.node(id)?.edges ?? [];
    return edges.find((edge) => edge.outcome === outcome) ?? edges.find((edge) => edge.target === outcome);
  }

  edgeTo(id, target) {
    return this.node(id)?.edges.find((edge) => edge.target === target);
  }

  /** The edge a node report tells of. */
  edgeOf(report) {
    const rule = report.matchedRuleIndex;
    if (Number.isInteger(rule)) return this.edge(report.nodeId, `rules/${rule}`);
    const edges = this.node(report.nodeId)?.edges ?? [];
    return this.edge(report.nodeId, report.outcome) ?? (edges.length === 1 ? edges[0] : undefined);
  }

  /** Placeholders of a page for which a language has no text of its own. */
  missing(page, lang) {
    return this.missingTexts[page]?.[lang] ?? [];
  }
}

/** Outcome as people read it; a node with one nameless way out shows where that leads. */
export function outcomeName(outcome, node) {
  if (outcome === "outcome" && node?.edges.length === 1) return `→ ${node.edges[0].target}`;
  const rule = /^rules\/(\d+)$/.exec(outcome);
  return rule ? `rule ${Number(rule[1]) + 1}` : outcome;
}

/** Node type as people read it. */
export function typeName(type) {
  const words = type.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
