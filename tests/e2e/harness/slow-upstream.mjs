// The sandbox behind a door that can be held: a request to the held path is not answered, and its end is seen.
import { createServer } from "node:http";
import { sandboxUrl } from "./environment.mjs";

export async function slowUpstream(held) {
  const arrivals = [];
  let arrived = () => {};
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, sandboxUrl());
    if (url.pathname === held) {
      arrivals.push(new Promise((resolve) => response.once("close", resolve)));
      arrived();
      return;
    }
    const body = ["GET", "HEAD"].includes(request.method) ? undefined : request;
    const { host: _, connection: __, ...headers } = request.headers;
    const answer = await fetch(url, { method: request.method, headers, body, duplex: "half" });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: new URL(`http://127.0.0.1:${server.address().port}`),
    /** The next held request has come; resolves with a promise of its end. */
    async next() {
      if (arrivals.length === 0) await new Promise((resolve) => (arrived = resolve));
      return { ended: arrivals.shift() };
    },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
