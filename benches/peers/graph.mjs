// The graph check of the peers, as benches/src/graph.rs has it: every target exists, one entry, every node reachable and
// able to end.

/** Whether the edges of these nodes make a sound graph. */
export function isSound(nodes) {
  const at = new Map(nodes.map((node, index) => [node.id, index]));
  const entries = placesOf(nodes, "start");
  const ends = placesOf(nodes, "end");
  if (at.size !== nodes.length || entries.length !== 1 || ends.length === 0) return false;
  const ahead = nodes.map(() => []);
  const back = nodes.map(() => []);
  for (const [source, node] of nodes.entries()) {
    for (const id of targets(node)) {
      const target = at.get(id);
      if (target === undefined) return false;
      ahead[source].push(target);
      back[target].push(source);
    }
  }
  return covers(ahead, entries) && covers(back, ends);
}

function placesOf(nodes, type) {
  return nodes.flatMap((node, index) => (node.type === type ? [index] : []));
}

function targets({ outcome, outcomes, rules, default: otherwise, awaitExternal }) {
  const found = [];
  if (outcome !== undefined) found.push(outcome);
  if (otherwise !== undefined) found.push(otherwise);
  if (Array.isArray(outcomes)) for (const { targetNodeId } of outcomes) found.push(targetNodeId);
  else if (outcomes) found.push(...Object.values(outcomes));
  if (rules) for (const rule of rules) found.push(rule.outcome);
  if (awaitExternal) found.push(...Object.values(awaitExternal.exits));
  return found;
}

function covers(edges, from) {
  const seen = new Uint8Array(edges.length);
  const open = [...from];
  for (const index of open) seen[index] = 1;
  while (open.length > 0) {
    for (const next of edges[open.pop()]) {
      if (!seen[next]) {
        seen[next] = 1;
        open.push(next);
      }
    }
  }
  return seen.every(Boolean);
}
