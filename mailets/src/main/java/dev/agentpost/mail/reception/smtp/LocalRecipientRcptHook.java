package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.SmtpReplies;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.reception.Recipients;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;

/** Takes mail for those who are here and for nobody else. A store that fails is answered by the caller. */
public class LocalRecipientRcptHook implements RcptHook {
    private final Recipients recipients;

    @Inject
    public LocalRecipientRcptHook(Recipients recipients) {
        this.recipients = recipients;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        Recipients.Recipient found = StoreCalls.await(
                        session,
                        recipients.find(
                                recipient.getLocalPart(), recipient.getDomain().asString()))
                .orElseThrow();
        return switch (found) {
            case INBOX, OPERATOR -> HookResult.DECLINED;
            case ELSEWHERE -> ReceptionReplies.NO_RELAYING.toHookResult();
            case UNKNOWN -> SmtpReplies.NO_SUCH_INBOX.toHookResult();
            case SUSPENDED -> ReceptionReplies.SUSPENDED.toHookResult();
            case FULL -> SmtpReplies.INBOX_FULL.toHookResult();
        };
    }
}
