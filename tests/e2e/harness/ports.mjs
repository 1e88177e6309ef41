// Ports for programs that cannot choose one themselves.
import { createServer } from "node:net";

/** Ports that nobody listens on at the moment, each another. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise((ready) => server.listen(0, "127.0.0.1", ready))));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
