package dev.agentpost.mail.mailaccess;

import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.login.LoginContext;

/**
 * What a key may do in IMAP. A key without messages:write reads and marks; a mailbox opened with EXAMINE is changed by no
 * key. Pure decisions, safe for use by many threads.
 *
 * @param mayWrite the key has messages:write
 * @param readOnlySelection the selected mailbox was opened with EXAMINE
 */
public record MailAccess(boolean mayWrite, boolean readOnlySelection) {

    public static MailAccess of(LoginContext context, boolean readOnlySelection) {
        return new MailAccess(context.has(Scope.MESSAGES_WRITE), readOnlySelection);
    }

    /** For every command but STORE. */
    public AccessDecision decide(CommandClass command) {
        if (command.needsWriteScope() && !mayWrite) {
            return AccessDecision.REFUSE_SCOPE;
        }
        if (command.changesSelected() && readOnlySelection) {
            return AccessDecision.REFUSE_READ_ONLY;
        }
        if (command == CommandClass.FETCH && readOnlySelection) {
            return AccessDecision.PROCEED_WITHOUT_WRITING;
        }
        if (command == CommandClass.CLOSE && (readOnlySelection || !mayWrite)) {
            return AccessDecision.PROCEED_WITHOUT_WRITING;
        }
        return AccessDecision.PROCEED;
    }

    /**
     * For STORE. Without messages:write a change that names {@code \Deleted} or {@code \Draft} is refused whole, whether it
     * sets or clears them. A replacement that does not name them would clear them silently, so it proceeds on the other
     * flags only; that takes two steps, which UNCHANGEDSINCE does not allow.
     */
    public AccessDecision decideStore(FlagChange change) {
        if (mayWrite) {
            return decide(CommandClass.STORE);
        }
        boolean replaces = change.mode() == FlagChange.Mode.REPLACE;
        if (change.namesProtectedFlag() || (replaces && change.conditional())) {
            return AccessDecision.REFUSE_SCOPE;
        }
        AccessDecision decision = decide(CommandClass.STORE);
        return replaces && !decision.refuses() ? AccessDecision.PROCEED_KEEPING_PROTECTED_FLAGS : decision;
    }
}
