package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReplies;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.submission.RecipientDirectory;
import dev.agentpost.mail.submission.RecipientDirectory.Recipient;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;

/** Refuses recipients of our domains that are no inbox, or one that is full. A store that fails is answered by the caller. */
public class LocalRecipientRcptHook implements RcptHook {
    private final RecipientDirectory directory;

    @Inject
    public LocalRecipientRcptHook(RecipientDirectory directory) {
        this.directory = directory;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        Recipient found = StoreCalls.await(
                        session,
                        directory.find(
                                recipient.getLocalPart(), recipient.getDomain().asString()))
                .orElseThrow();
        return switch (found) {
            case UNKNOWN -> SmtpReplies.NO_SUCH_INBOX.toHookResult();
            case FULL -> SmtpReplies.INBOX_FULL.toHookResult();
            case KNOWN, OUTSIDE -> HookResult.DECLINED;
        };
    }
}
