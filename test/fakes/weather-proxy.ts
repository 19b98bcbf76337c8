/**
 * A wire between the bot and a homeserver, with weather: it works, nobody is there, everything vanishes (half-open
 * connections: they stay open and dead, also when the weather is fine again), it trickles, or a proxy on the way says 502.
 * Knows bytes, not Matrix.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type Weather = "fine" | "gone" | "vanishing" | "trickle" | "bad-gateway";

export interface WeatherProxy extends AsyncDisposable {
  readonly port: number;
  turn(weather: Weather): Promise<void>;
}

/** Bytes per second of a trickle. */
const TRICKLE = 1_000;
const BAD_GATEWAY = "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 11\r\n\r\nBad Gateway";

export async function startWeatherProxy(target: string): Promise<WeatherProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const open = new Set<Socket>();
  let weather: Weather = "fine";
  const server = createServer((near) => {
    keep(near, open);
    if (weather === "bad-gateway") near.on("data", () => near.write(BAD_GATEWAY));
    if (weather === "bad-gateway" || weather === "vanishing") return;
    const far = keep(connect(Number(targetPort), hostname), open);
    join(near, far, () => weather);
  });
  const port = await listen(server, 0);
  const cutAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    async turn(next) {
      const before = weather;
      weather = next;
      if (next === "gone" || next === "bad-gateway" || before === "bad-gateway") cutAll();
      if (next === "gone") await closed(server);
      else if (before === "gone") await listen(server, port);
    },
    async [Symbol.asyncDispose]() {
      cutAll();
      if (server.listening) await closed(server);
    },
  };
}

function keep(socket: Socket, open: Set<Socket>): Socket {
  open.add(socket);
  socket.on("error", () => {});
  socket.on("close", () => open.delete(socket));
  return socket;
}

/** What came into a vanishing connection is lost, and the connection with it, without a word to either side. */
function join(near: Socket, far: Socket, weather: () => Weather): void {
  let isDead = false;
  const carry = (from: Socket, to: Socket) => {
    from.on("data", async (chunk: Buffer) => {
      isDead ||= weather() === "vanishing";
      if (isDead) return;
      if (weather() !== "trickle") return void to.write(chunk);
      from.pause();
      for (let at = 0; at < chunk.length; at += TRICKLE) {
        to.write(chunk.subarray(at, at + TRICKLE));
        await sleep(1_000);
      }
      from.resume();
    });
    from.on("close", () => {
      if (!isDead && weather() !== "vanishing") to.destroy();
    });
  };
  carry(near, far);
  carry(far, near);
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
