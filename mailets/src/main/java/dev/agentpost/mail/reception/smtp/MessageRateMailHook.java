package dev.agentpost.mail.reception.smtp;

import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;

/** How many messages an address may begin. */
public class MessageRateMailHook implements MailHook {

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return ReceptionSession.of(session).mayBeginMessage()
                ? HookResult.DECLINED
                : ReceptionReplies.TOO_MANY_MESSAGES.toHookResult();
    }
}
