package dev.agentpost.mail.mailaccess.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where AgentPost Mail answers a script of James's otherwise on purpose; for one run of one script. */
final class ScriptDifferences {
    /**
     * A difference in one answer.
     *
     * @param ours what the server says, or the part of it that differs
     * @param theirs what the script is shown instead; when empty, it cannot go on
     */
    private record Difference(String script, String ours, Optional<String> theirs, String reason) {}

    private static final String BAD = "RFC 3501 section 7.1.3: what is no command is answered BAD";
    private static final String CODES = "RFC 5530 names the code; the text is free";
    private static final String CONDSTORE = "RFC 7162: CONDSTORE is announced";
    private static final String EMBEDDED = "the header of an embedded message is in the body of the one around it";
    private static final String FOUR = "INBOX, Sent, Drafts and Trash are always there";
    private static final String FREE_TEXT = "the text is free";
    private static final String LEFT = "RFC 3501 section 6.3.1: a SELECT that fails leaves the mailbox before";
    private static final String NAMESPACE = "NAMESPACE announces one's own folders without a prefix, and no others";
    private static final String NO_SHARING = "an inbox is not shared: no ACL";
    private static final String NO_UIDS = "RFC 3501 section 6.4.8: a UID that is not there is no error";
    private static final String OLD = "no class of James's runs this script; its wording is of an older version";
    private static final String READ_ONLY = "RFC 3501 section 6.3.2: after EXAMINE no flag can be changed";
    private static final String REMOTE = "RFC 5258 section 3.1: REMOTE adds to the local mailboxes";
    private static final String REPLACE = "RFC 8508 is not announced";
    private static final String SAVE = "RFC 5182 section 2.1: with SAVE alone nothing but the tagged answer is sent";
    private static final String SAVEDATE = "for a store that does not keep the date";
    private static final String SETQUOTA = "limits are the operator's, so there is no SETQUOTA";
    private static final String STATES = "RFC 3501 section 3: in the wrong state, BAD or NO";
    private static final String THIRD = "the third failure of a login gets its tagged NO before BYE";
    private static final String TOKENS =
            "RFC 4616 section 2: PLAIN has two NULs, also without an authorization identity";

    private static final List<Difference> ALL = List.of(
            shown(
                    "AppendExamineInbox",
                    "[PERMANENTFLAGS ()]",
                    "[PERMANENTFLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)]",
                    READ_ONLY),
            ends("AppendExamineInbox", "a NO [CANNOT] INBOX cannot be deleted or renamed", FOUR),
            shown(
                    "Authenticate",
                    "NO unsupported authentication mechanism, use PLAIN",
                    "NO AUTHENTICATE failed. Authentication mechanism is unsupported.",
                    FREE_TEXT),
            ends("AuthenticatePlain", "0001 BAD malformed PLAIN response", TOKENS),
            shown("BadTag", "* BAD command has no tag", "* BYE Unknown command.", BAD),
            shown("BogusCommand", "A88345 BAD unknown command", "* BYE Unknown command.", BAD),
            ends("ComplexMail", "A150 OK DELETE completed.", OLD),
            ends("CondstoreDisable", "CONDSTORE", CONDSTORE),
            shown(
                    "Create",
                    "NO [ALREADYEXISTS] there is a folder of this name",
                    "NO CREATE failed. Mailbox already exists.",
                    CODES),
            shown(
                    "CreateErrorWithLongName",
                    "A1 NO [CANNOT] folder name is longer than 200 characters",
                    "A1 BAD CREATE too long mailbox name. Illegal arguments.",
                    CODES),
            shown(
                    "CreateErrorWithLongName",
                    "A4 NO [CANNOT] folder name is longer than 200 characters",
                    "A4 BAD RENAME too long mailbox name. Illegal arguments.",
                    CODES),
            shown(
                    "ExamineEmpty",
                    "[PERMANENTFLAGS ()]",
                    "[PERMANENTFLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)]",
                    READ_ONLY),
            ends("FetchNILSaveDate", "SAVEDATE \"", SAVEDATE),
            shown("IllegalTag", "* BAD command has no tag", "* BYE Unknown command.", BAD),
            shown("InboxAddMessages", "APPEND completed.", "APPEND completed", OLD),
            ends("InboxDeleteMessages", "a NO [CANNOT] INBOX cannot be deleted or renamed", FOUR),
            shown("JustTag", "A88345 BAD unknown command", "* BYE Unknown command.", BAD),
            ends("ListNamespace", "* LIST (\\Noselect) \".\" \"\"", NAMESPACE),
            ends("ListPlus", "a1 BAD LIST failed. Illegal arguments.", NO_SHARING),
            ends("ListSubscribed", "* LIST (\\HasNoChildren) \".\" \"INBOX\"", REMOTE),
            ends("ListWithSharedMailbox", "* LIST (\\HasNoChildren) \".\" \"INBOX\"", NAMESPACE),
            shown(
                    "Login",
                    "a003 NO [AUTHENTICATIONFAILED] invalid credentials",
                    "a003 NO LOGIN failed. Invalid login/password.",
                    CODES),
            shown(
                    "LoginThreeStrikes",
                    "a003 NO [AUTHENTICATIONFAILED] invalid credentials",
                    "a003 NO LOGIN failed. Invalid login/password.",
                    CODES),
            shown(
                    "Login",
                    "a004 NO [AUTHENTICATIONFAILED] invalid credentials",
                    "a004 NO LOGIN failed. Invalid login/password.",
                    CODES),
            shown(
                    "LoginThreeStrikes",
                    "a004 NO [AUTHENTICATIONFAILED] invalid credentials",
                    "a004 NO LOGIN failed. Invalid login/password.",
                    CODES),
            ends("LoginThreeStrikes", "a005 NO [AUTHENTICATIONFAILED] invalid credentials", THIRD),
            shown("MoveNoMSG", "a4 OK MOVE completed.", "a4 BAD MOVE failed. Invalid messageset.", NO_UIDS),
            shown("NoCommand", "A88345 BAD unknown command", "* BYE Unknown command.", BAD),
            ends("PeekMultipartAlternative", "CREATE completed.", OLD),
            ends("PeekMultipartMixed", "CREATE completed.", OLD),
            ends("PeekMultipartMixedComplex", "CREATE completed.", OLD),
            shown(
                    "Quota",
                    "A007 BAD unknown command",
                    "A007 NO SETQUOTA You need the Full admin rights right to perform command SETQUOTA on mailbox Can not perform SETQUOTA commands.",
                    SETQUOTA),
            shown(
                    "RenameHierarchy",
                    "A15 NO [ALREADYEXISTS] there is a folder of this name",
                    "A15 NO RENAME failed. Mailbox already exists.",
                    CODES),
            ends("RenameSelected", "* 0 RECENT", LEFT),
            ends("Replace", "defg BAD UID failed. Illegal arguments.", REPLACE),
            ends("Rights", "a1 BAD unknown command", NO_SHARING),
            shown("SearchAtoms", "* SEARCH 5 10 12 17 18 19", "* SEARCH 10 12 17 18 19", EMBEDDED),
            ends("SearchOptionSave", "c OK SEARCH completed.", SAVE),
            shown(
                    "SharedMailbox",
                    "a005 NO [CANNOT] folder name has one of % * or begins with #",
                    "a005 NO CREATE You can not access a mailbox that does not belong to you",
                    CODES),
            shown(
                    "StringArgs",
                    "a1 NO [ALREADYEXISTS] there is a folder of this name",
                    "a1 NO CREATE failed. Mailbox already exists.",
                    CODES),
            shown("UidSearchAtoms", "* SEARCH 25 30 32 37 38 39", "* SEARCH 30 32 37 38 39", EMBEDDED),
            ends("ValidAuthenticated", "a001 BAD log in first", STATES),
            ends("ValidSelected", "a001 BAD log in first", STATES),
            ends("XList", "11 NO [ALREADYEXISTS] there is a folder of this name", FOUR));

    private final String script;
    private final List<Difference> seen = new ArrayList<>();

    ScriptDifferences(String script) {
        this.script = script;
    }

    private static Difference shown(String script, String ours, String theirs, String reason) {
        return new Difference(script, ours, Optional.of(theirs), reason);
    }

    private static Difference ends(String script, String ours, String reason) {
        return new Difference(script, ours, Optional.empty(), reason);
    }

    private List<Difference> ofScript() {
        return ALL.stream()
                .filter(difference -> difference.script.equals(script))
                .toList();
    }

    /** The line as the script is to see it. */
    String shown(String line) {
        String shown = line;
        for (Difference difference : ofScript()) {
            if (shown.contains(difference.ours)) {
                seen.add(difference);
                shown = shown.replace(difference.ours, difference.theirs.orElse(difference.ours));
            }
        }
        return shown;
    }

    /** The answer of the server at which the script cannot go on. */
    Optional<String> end() {
        return ofScript().stream()
                .filter(difference -> difference.theirs.isEmpty())
                .map(Difference::ours)
                .findFirst();
    }

    /** Those of the script that the server did not make. */
    List<Difference> missing() {
        return ofScript().stream()
                .filter(difference -> !seen.contains(difference))
                .toList();
    }
}
