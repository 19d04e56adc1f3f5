package dev.agentpost.mail.core.smtp;

import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;

/** A message hook that has to know what became of a message which it let pass, to take back what it did for it. */
public interface OutcomeHook extends JamesMessageHook {

    /**
     * Called once for each message that this hook answered {@code DECLINED}, by the same thread and before the client
     * hears the answer; the last hook hears first. What it throws is logged and changes nothing.
     *
     * @param accepted false when a later hook refused the message or failed
     */
    void onOutcome(SMTPSession session, Mail mail, boolean accepted);
}
