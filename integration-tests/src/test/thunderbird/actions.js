// What a user does in Thunderbird, done through its own account creation, folder pane, message list and compose window.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");

const STEP_MILLISECONDS = 100;
const STEPS = 300;

const pause = () => new Promise((resolve) => setTimeout(resolve, STEP_MILLISECONDS));
const until = async (what, test) => {
  for (let i = 0; i < STEPS; i++) {
    const value = test();
    if (value) {
      return value;
    }
    await pause();
  }
  throw new Error(`waited in vain: ${what}`);
};

const main = () => Services.wm.getMostRecentWindow("mail:3pane");
const pane = () => until("the folder pane", () => main()?.gTabmail.currentAbout3Pane?.folderTree && main().gTabmail.currentAbout3Pane);
const root = () => MailServices.accounts.defaultAccount.incomingServer.rootFolder;
const folder = (kind) => until(`folder ${kind}`, () => root().getFolderWithFlags(Ci.nsMsgFolderFlags[kind]));
const subjects = (of) => [...of.messages].map((message) => message.mime2DecodedSubject);

/** Opens a folder in the message list and waits until it holds this message. */
const open = async (kind, subject) => {
  const opened = await folder(kind);
  const shown = await pane();
  shown.displayFolder(opened.URI);
  opened.updateFolder(main().msgWindow);
  await until(`${subject} in ${kind}`, () => subjects(opened).includes(subject) && shown.gDBView?.rowCount >= subjects(opened).length);
  return { opened, shown };
};

const select = async (kind, subject) => {
  const { opened, shown } = await open(kind, subject);
  const message = [...opened.messages].find((one) => one.mime2DecodedSubject === subject);
  shown.threadTree.selectedIndex = shown.gDBView.findIndexOfMsgHdr(message, true);
  await until(`${subject} selected`, () => shown.gDBView.numSelected === 1);
  return { opened, shown, message };
};

/**
 * @param authority the certificate to trust, Base64 without line breaks
 * @param configuration what the server answers to autoconfiguration
 */
async function createAccount(authority, configuration, user, password) {
  Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCertFromBase64(authority, "CT,,");
  const { AccountConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/AccountConfig.sys.mjs");
  const { CreateInBackend } = ChromeUtils.importESModule("resource:///modules/accountcreation/CreateInBackend.sys.mjs");
  const { JXON } = ChromeUtils.importESModule("resource:///modules/JXON.sys.mjs");
  const { readFromXML } = ChromeUtils.importESModule("resource:///modules/accountcreation/readFromXML.sys.mjs");
  const window = await until("a window", () => main());
  const document = new window.DOMParser().parseFromString(configuration, "text/xml");
  const config = readFromXML(JXON.build(document), "isp");
  AccountConfig.replaceVariables(config, "Alice", user, password);
  config.rememberPassword = true;
  await CreateInBackend.createAccountInBackend(config);
}

/** The names in the folder pane below the account. */
async function shownFolders() {
  const inbox = await folder("Inbox");
  const shown = await pane();
  shown.displayFolder(inbox.URI);
  inbox.updateFolder(main().msgWindow);
  await until("folders", () => root().subFolders.length >= 4);
  await folder("Trash");
  return root().subFolders.map((one) => [...shown.folderTree.querySelectorAll("li")]
    .filter((row) => row.uri === one.URI && row.id.startsWith("all-"))
    .map((row) => row.querySelector(".name").textContent)).flat();
}

async function readMessage(kind, subject) {
  const { shown } = await select(kind, subject);
  const body = () => shown.messageBrowser.contentWindow?.getMessagePaneBrowser?.()?.contentDocument?.body?.textContent ?? "";
  return until(`${subject} shown`, () => body().includes("The body of") && body());
}

const compose = async (to, bcc, subject, text) => {
  const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
  params.type = Ci.nsIMsgCompType.New;
  params.identity = MailServices.accounts.defaultAccount.defaultIdentity;
  params.composeFields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
  Object.assign(params.composeFields, { to, bcc, subject, body: `<p>${text}</p>` });
  MailServices.compose.OpenComposeWindowWithParams(null, params);
  const ready = (window) => window?.gMsgCompose?.editor && window.gMsgCompose.composeHTML !== undefined && !window.gWindowLocked;
  const window = await until("the compose window", () => {
    const latest = Services.wm.getMostRecentWindow("msgcompose");
    return ready(latest) && latest.gMsgCompose.editor.document.body.textContent.includes(text) && latest;
  });
  return window;
};

async function sendMessage(to, bcc, subject, text) {
  const window = await compose(to, bcc, subject, text);
  window.goDoCommand("cmd_sendNow");
  await until("the message sent", () => window.closed);
  const { opened } = await open("SentMail", subject);
  return subjects(opened);
}

/** Saves a draft twice, as its author who goes on writing does. */
async function saveDraft(to, subject, text) {
  const drafts = await folder("Drafts");
  const window = await compose(to, "", subject, text);
  const keys = () => [...drafts.messages].map((message) => message.messageKey);
  for (let saved = 1; saved <= 2; saved++) {
    const before = keys();
    window.goDoCommand("cmd_saveAsDraft");
    await until(`draft saved ${saved} times`, () => !window.gSaveOperationInProgress && !window.gWindowLocked
      && keys().length === 1 && !before.includes(keys()[0]));
  }
  window.gContentChanged = false;
  window.gMsgCompose.bodyModified = false;
  window.close();
  const { opened } = await open("Drafts", subject);
  return subjects(opened);
}

async function deleteMessage(kind, subject) {
  const { opened } = await select(kind, subject);
  main().goDoCommand("cmd_delete");
  await until("the message gone", () => !subjects(opened).includes(subject));
  const { opened: trash } = await open("Trash", subject);
  return { left: subjects(opened), trash: subjects(trash) };
}

async function flagMessage(kind, subject) {
  const { message } = await select(kind, subject);
  for (const command of ["cmd_markAsFlagged", "cmd_tag1"]) {
    main().goDoCommand(command);
  }
  await until("the flags", () => message.isFlagged && message.getStringProperty("keywords").includes("$label1"));
}

async function compactAndEmptyTrash(kind) {
  (await folder(kind)).compact(null, main().msgWindow);
  const trash = await folder("Trash");
  trash.emptyTrash(null);
  await until("Trash empty", () => subjects(trash).length === 0);
}

async function createFolder(name) {
  root().createSubfolder(name, main().msgWindow);
  await until(`folder ${name}`, () => root().subFolders.some((one) => one.name === name));
  return root().subFolders.map((one) => one.name);
}
