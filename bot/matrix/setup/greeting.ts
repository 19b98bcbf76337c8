/** The first words of the bot in its admin room. Pure. */

/** The content of an `m.room.message`; notifies nobody in particular. */
export function greeting(userId: string): Readonly<Record<string, unknown>> {
  const first = `Hello, I am Rochdale (${userId}). I answer members' questions by quoting the co-op's own documents.`;
  const second =
    "This is the admin room: I report here, and take orders here from admins whose devices are verified. `!help` lists them.";
  const third = "I read only rooms that I was invited to, and only collections that you grant to a room.";
  return {
    msgtype: "m.text",
    body: [first, second, third].join("\n\n"),
    format: "org.matrix.custom.html",
    formatted_body: [first, second.replace("`!help`", "<code>!help</code>"), third]
      .map((text) => `<p>${text}</p>`)
      .join(""),
    "m.mentions": {},
  };
}
