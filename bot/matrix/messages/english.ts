/** The sentences of the rooms in English. */
import type { RoomMessages } from "./room-messages.ts";

export const ENGLISH: RoomMessages = {
  queued: (position) =>
    position <= 1 ? "Your question is next." : `Your question is number ${position} in the queue. I answer here.`,
  stillChecking: "Found, and still being checked. This comes closest so far:",
  nothingGranted: (contact) =>
    contact === null
      ? "No documents are open to this room, so I cannot answer here. Please ask an admin to grant it a collection."
      : `No documents are open to this room, so I cannot answer here. Please ask: ${contact}`,
  accessChanged:
    "What this room may read changed while I was working on your question, so I show nothing of it. Please ask again.",
  tooManyQuestions: "Too many questions are waiting just now. Please ask again in a few minutes.",
  redactedAnswer: "The question was removed, and the answer with it.",
  sources: "Sources",
  stopped: "Stopped.",
  nothingToStop: "No question of yours is being answered here.",
  failedToSend: "My answer could not be sent. Please ask again; if that does not help, tell an admin.",
  undecryptable:
    "I cannot read a message here: its key has not reached me. If it still comes, I answer then; sending the message again usually helps.",
  undecryptableUnverified:
    "I cannot read your message: your app shares no keys with devices that it does not trust, and mine is one of them. Please verify me, or switch off “only send to verified users” in the security settings of this room; then send the message again.",
  hello: (collections) =>
    [
      "Hello, I am Rochdale. I answer questions about the co-operative's documents with the passage that says so.",
      collections.length === 0
        ? "No documents are open to this room yet; an admin can grant it some."
        : `In this room I read: ${collections.join(", ")}.`,
      "I store questions to me and my answers on the co-op's own machine and nowhere else; other messages I do not keep. Write !help to see what I can do, !forget me to erase what is yours.",
    ].join(" "),
  helloAdmins:
    "Hello, I am Rochdale. In this room I report to the co-op's admins and take their commands, from verified devices only. I read only rooms that I am invited to, and answer there only from collections that you grant. Write !help for the list of commands.",

  unknownCommand: (typed, suggestion) =>
    suggestion === null
      ? `I do not know the command !${typed}. Write !help for those I know.`
      : `I do not know the command !${typed}. Did you mean !${suggestion}?`,
  writeItLike: "I cannot use it like that. Please write:",
  helpIntro: "Ask me about the co-operative's documents in your own words. Beside that I understand:",
  helpForAdmins: "As an admin you can also use, here:",
  commands: {
    help: { usage: "!help", summary: "this list" },
    sources: { usage: "!sources", summary: "the quotations of the last answer in full" },
    why: { usage: "!why", summary: "how the last answer came about" },
    "as-of": { usage: "!as-of 2023-05-01 QUESTION", summary: "an answer by the rules of another day" },
    stop: { usage: "!stop", summary: "stops the answer to your question" },
    language: { usage: "!language en", summary: "my language in this room: en, de, fr, es, ca, da or auto" },
    forget: { usage: "!forget me", summary: "erases your questions, my answers to them and your thumbs" },
    status: { usage: "!status", summary: "how I am doing" },
    questions: { usage: "!questions on", summary: "answer every message here with a question mark (on or off)" },
    rooms: { usage: "!rooms", summary: "the rooms I am in and what each may read" },
    collections: { usage: "!collections", summary: "the collections and who may read them" },
    grant: { usage: "!grant COLLECTION ROOM", summary: "opens a collection to a room" },
    revoke: { usage: "!revoke COLLECTION ROOM", summary: "closes it again" },
    allow: { usage: "!allow @user:server", summary: "who may invite me: a person or a whole server" },
    documents: { usage: "!documents", summary: "every document with its versions and what is in force" },
    document: { usage: "!document TITLE", summary: "one document: its record, its days in force, its history" },
    diff: { usage: "!diff TITLE v1 v2", summary: "what changed between two versions" },
    adopt: {
      usage: "!adopt TITLE from 1.6.2026 by MINUTES",
      summary: "puts a version in force; “replaces TITLE” may follow",
    },
    propose: { usage: "!propose TITLE", summary: "makes a version a proposal, not in force" },
    draft: { usage: "!draft TITLE", summary: "makes a version a draft, not in force" },
    withdraw: { usage: "!withdraw TITLE from 1.6.2026", summary: "ends a version with nothing in its place" },
    supersede: { usage: "!supersede TITLE by TITLE from 1.6.2026", summary: "puts another version in its place" },
    reinstate: { usage: "!reinstate TITLE from 1.6.2026", summary: "puts a version in force again" },
    amend: { usage: "!amend RESOLUTION changes TITLE § 7", summary: "links a resolution to the rule it changes" },
    purge: { usage: "!purge TITLE", summary: "deletes a document for good, with all its traces; asks first" },
    library: {
      usage: "!library on COLLECTION",
      summary:
        "shows a collection’s rules in a room of their own, that answers link to; asks first. “off” removes all, “status” tells how it stands",
    },
    log: { usage: "!log 10", summary: "the last decisions of admins" },
  },
  refusals: {
    "no-admin-room": "No admin room is set up, so nobody can use this command.",
    "other-room": "This command works in the admin room only.",
    edited: "I obey no edited message. Please send the command as a new one.",
    quoted: "I obey no command in a reply. Please send it as a message of its own.",
    "too-old": "This command is more than a few minutes old. If it still holds, please send it again.",
    "from-the-future": "This command bears a time that has not come yet. Please check the clock of your homeserver.",
    "not-a-member": "This command is for members of this room.",
    "not-an-admin": "This command is for admins.",
    "not-a-moderator": "This command is for those who moderate this room.",
    "not-encrypted":
      "This room is encrypted, but your command came in clear. Please send it from an app that encrypts.",
    "unsigned-device":
      "Your device is not verified, so I cannot tell whether the command is yours. Please verify it in your app and send the command again.",
    "unknown-device":
      "I do not know the device that sent this command. Please send it again from a verified device of yours.",
    spoofed: "The sender of this command is not the owner of the device it came from. Nothing was done.",
  },
  noLastAnswer: "I have not answered anything here yet.",
  quotesNothing: "The last answer quotes nothing.",
  noLongerReadable: "This room may no longer read the documents of the last answer.",
  place: (file, start, end) => `${file}, characters ${start} to ${end}`,
  whyAsked: (question) => `The question as I understood it: ${question}`,
  whyOutcome: (outcome, day, collection) => `Outcome: ${outcome}. Rules of ${day}. Collection: ${collection}.`,
  whyModel: (model) =>
    model === null ? "No language model took part: the answer is quotation alone." : `Language model: ${model}.`,
  whyTime: (seconds) => `Time: ${seconds} seconds.`,
  whyPassages: (count) => `Passages I looked at: ${count}, the best first.`,
  outcomes: {
    answered: "in the documents",
    "closest-passages": "closest passages",
    "not-in-documents": "not in the documents",
    declined: "declined",
    busy: "too busy",
    cancelled: "cancelled",
    "timed-out": "took too long",
    failed: "failed",
  },
  languageChosen: "I speak English in this room from now on.",
  languageAuto: "I answer each question in its own language from now on.",
  questionsOn: "From now on I answer every message here that has a question mark.",
  questionsOff: "From now on I answer here only when I am named or replied to.",
  forgotten: (when) => `Erased on ${when}:`,
  forgottenQuestions: (count) => `questions: ${count}`,
  forgottenAnswers: (count) => `answers: ${count}`,
  forgottenTurns: (count) => `remembered turns of conversation: ${count}`,
  forgottenFeedback: (count) => `thumbs: ${count}`,
  removedFromRooms: (count) => `answers removed from the rooms: ${count}`,
  notRemovedFromRooms: (count) => `answers that could not be removed from the rooms: ${count}`,
  forgottenKept:
    "I keep a hash of each message's id, so that nothing is answered twice; it tells neither who wrote nor what.",
  forgottenRest:
    "Your own messages stay in the rooms until you delete them, and other people's devices may keep what they have received.",
  statusQueue: (waiting) => (waiting === 0 ? "No question is waiting." : `Questions waiting or in work: ${waiting}.`),
  statusModels: (chat, embedding) =>
    `Models: ${chat ?? "none for language (quotation alone)"}; ${embedding ?? "none for search by meaning"}.`,
  statusDocuments: (count) => `Documents this room may read: ${count}.`,
  statusVersion: (version, uptime) => `Rochdale ${version}, running for ${uptime}.`,
  statusDevice: (deviceId, crossSigned) =>
    crossSigned
      ? `My device ${deviceId} is cross-signed. Its fingerprint:`
      : `My device ${deviceId} is not cross-signed: apps may refuse it. Its fingerprint:`,

  inviteReported: (inviter, room) =>
    room === null
      ? `${inviter} invites me into a room. I have not joined it.`
      : `${inviter} invites me into the room “${room}”. I have not joined it.`,
  inviteRemedy: "To allow it, send here:",
  roomUpgraded: (old, replacement) =>
    `The room “${old}” was upgraded; its new id is ${replacement}. What it may read did not move with it: please grant it anew.`,
  statusRooms: (rooms, invites) => `Rooms: ${rooms}; invitations waiting: ${invites}.`,
  statusUndecryptable: (messages) => `Messages I could not decrypt: ${messages}.`,
  statusFeedback: (up, down) => `Thumbs up: ${up}; thumbs down: ${down}.`,
  statusMemory: (megabytes) => `Memory in use: ${megabytes} MB.`,
  noRooms: "I am in no room.",
  noCollections: "No documents are loaded yet.",
  unnamedRoom: "room without a name",
  roomMembers: (count) => `members: ${count}`,
  encrypted: "encrypted",
  notEncrypted: "not encrypted",
  reads: (collections) => (collections.length === 0 ? "may read nothing" : `may read: ${collections.join(", ")}`),
  documents: (count) => `documents: ${count}`,
  isPublic: "public",
  isNotPublic: "not public",
  grantedTo: (rooms) => (rooms.length === 0 ? "granted to no room" : `granted to: ${rooms.join(", ")}`),
  noSuchCollection: (typed, suggestion) =>
    suggestion === null
      ? `There is no collection “${typed}”. There are:`
      : `There is no collection “${typed}”. Did you mean ${suggestion}? There are:`,
  noSuchRoom: (typed) => `I am in no room that fits “${typed}”. Write !rooms to see those I am in.`,
  severalRooms: (typed) => `Several rooms fit “${typed}”. Please write the id of the one you mean:`,
  granted: (collection, room, documents) =>
    `Granted. The members of “${room}” can now ask about the collection ${collection} and read what it says (documents: ${documents}).`,
  grantedAlready: (collection, room) => `The room “${room}” has the collection ${collection} already.`,
  withheldThere: "But I show nothing of it there as long as this holds:",
  laterJoiners: "Whoever joins later can read the earlier answers.",
  otherServers: (servers) => `There are members from other servers, which keep copies: ${servers.join(", ")}.`,
  operatorsRead: "The room is not encrypted: whoever runs the servers can read the answers.",
  spaceMembers: "Members of a space can come in without an invitation.",
  revoked: (collection, room) =>
    `Revoked. The room “${room}” reads nothing of the collection ${collection} from now on. Answers already given stay there.`,
  wasNotGranted: (collection, room) => `The room “${room}” did not have the collection ${collection}.`,
  allowed: (who) => `${who} may invite me from now on.`,
  allowedServer: (server) => `Everybody on the server ${server} may invite me from now on.`,
  allowedAlready: (who) => `${who} was allowed already.`,
  invitesAccepted: "Invitations accepted:",
  invitesFailed: "Invitations that I could not accept; please have them sent again:",
  emptyLog: "No admin has decided anything yet.",
  actions: {
    grant: "granted",
    revoke: "revoked",
    allow: "allowed to invite",
    "questions-on": "switched on answers to question marks",
    "questions-off": "switched off answers to question marks",
    "library-on": "switched on the library of",
    "library-off": "switched off the library of",
  },
  withheld: {
    notInRoom: "I am not in this room.",
    replaced: (by) => `The room was upgraded and replaced by ${by}.`,
    openToAll: "Anyone can join: only public collections are read here.",
    worldReadable: "Anyone can read along without joining: only public collections are read here.",
    bridged: (userId) => `Somebody on another network reads along through a bridge (${userId}).`,
    foreignServer: (userId) => `A member is from a server that is not on the co-op's list (${userId}).`,
    noSuchCollection: (collection) => `The collection ${collection} is not there any more.`,
  },
};
