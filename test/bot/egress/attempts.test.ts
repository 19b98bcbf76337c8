import { expect, test } from "vitest";
import { attemptsInReport, attemptsInTrace, counted, staysHere } from "../../../bot/egress/attempts.ts";

const TRACE = `
812  connect(18, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)
812  connect(19, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0
813  connect(20, {sa_family=AF_INET, sin_port=htons(8008), sin_addr=inet_addr("127.0.0.1")}, 16 <unfinished ...>
814  connect(21, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH (Network is unreachable)
814  sendto(22, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.2")}, 16) = 1
814  sendto(22, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.2")}, 16) = 1
815  sendto(5, [{nlmsg_len=20, nlmsg_type=RTM_GETADDR}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0}, 12) = 20
815  connect(6, {sa_family=AF_UNIX, sun_path=@"abstract"}, 11) = 0
815  write(1, "connect(6, …", 9) = 9
`;

test("every address, socket and question for a name in a trace is told, whether it was answered or not", () => {
  const attempts = attemptsInTrace(TRACE);
  expect(counted(attempts)).toEqual([
    "look-up /var/run/nscd/socket",
    "look-up 127.0.0.53:53",
    "connect 127.0.0.1:8008",
    "connect [2001:db8::1]:443",
    "connect 192.0.2.2:9 (2 times)",
    "connect @abstract",
  ]);
  expect(counted(attempts.filter(staysHere))).toEqual(["connect 127.0.0.1:8008", "connect @abstract"]);
});

test("what the hook in Node writes is told the same way", () => {
  const report = '{"kind":"look-up","to":"example.org"}\n{"kind":"connect","to":"[::1]:80"}\n';
  const attempts = attemptsInReport(report);
  expect(counted(attempts)).toEqual(["look-up example.org", "connect [::1]:80"]);
  expect(attempts.map(staysHere)).toEqual([false, true]);
});
