package dev.agentpost.mail.core.smtp;

import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;

/** A message hook that has the last word on messages which it let pass. */
public interface ConfirmingHook extends JamesMessageHook {

    /**
     * Called once for each message that this hook answered {@code DECLINED}, when a later hook has decided, and not when
     * one failed. {@link OutcomeHook}s are told what comes of it; after a failure here, what
     * was decided before.
     *
     * @param decided when it accepts the message, the queue has it
     * @return what is decided now; what is thrown is answered as a failure of the store
     */
    HookResult confirm(SMTPSession session, Mail mail, HookResult decided);
}
