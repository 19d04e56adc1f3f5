package dev.agentpost.mail.filterrule.smtp;

import dev.agentpost.mail.filterrule.CheckedRecipients;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;

/** Writes down, for the mailet that asks again, which recipients the rules let pass at RCPT and when. */
public class CheckedRecipientsHook implements JamesMessageHook {

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        CheckedSince.of(session).ifPresent(since -> CheckedRecipients.write(mail, since));
        return HookResult.DECLINED;
    }
}
