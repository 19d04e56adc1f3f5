package dev.agentpost.mail.ratelimit.smtp;

import dev.agentpost.mail.core.smtp.OutcomeHook;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import dev.agentpost.mail.ratelimit.SendAllowance;
import dev.agentpost.mail.ratelimit.SendCharge;
import dev.agentpost.mail.ratelimit.SendDecision;
import dev.agentpost.mail.ratelimit.SendDecision.Allowed;
import dev.agentpost.mail.ratelimit.SendDecision.Refused;
import dev.agentpost.mail.ratelimit.SendScope;
import dev.agentpost.mail.ratelimit.SendWindow;
import dev.agentpost.mail.ratelimit.Sender;
import java.time.Duration;
import javax.inject.Inject;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the recipients of a message that is about to be accepted, or refuses it as a whole. A store that fails is answered
 * by the caller.
 */
public class RateLimitMessageHook implements OutcomeHook {
    private static final AttachmentKey<SendCharge> CHARGE = AttachmentKey.of("agentpost.send_charge", SendCharge.class);
    private static final Logger LOGGER = LoggerFactory.getLogger(RateLimitMessageHook.class);

    private final SendAllowance allowance;

    @Inject
    public RateLimitMessageHook(SendAllowance allowance) {
        this.allowance = allowance;
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        LoginContext login = SmtpLogin.of(session).orElseThrow();
        Sender sender = new Sender(login.organizationId(), login.inboxId(), login.keyId());
        int recipients = mail.getRecipients().size();
        SendDecision decision = StoreCalls.await(session, allowance.charge(sender, recipients));
        if (decision instanceof Refused refused) {
            SmtpReply reply = reply(refused, login, recipients);
            LOGGER.info("Message of {} with {} refused: {}", login.email(), login.keyId(), reply);
            return reply.toHookResult();
        }
        session.setAttachment(CHARGE, ((Allowed) decision).charge(), State.Transaction);
        return HookResult.DECLINED;
    }

    @Override
    public void onOutcome(SMTPSession session, Mail mail, boolean accepted) {
        session.removeAttachment(CHARGE, State.Transaction)
                .ifPresent(accepted ? SendCharge::keep : SendCharge::giveBack);
    }

    private static SmtpReply reply(Refused refused, LoginContext login, int recipients) {
        SendScope scope = refused.scope();
        SendWindow window = refused.shortage().window();
        String limited = scope.kind() == SendScope.Kind.INBOX ? login.email().asString() : scope.id();
        String advice = refused.shortage()
                .retryAfter()
                .map(wait -> "try again in " + seconds(wait) + " seconds")
                .orElse("this message has " + recipients + " and must be sent to fewer at a time");
        return new SmtpReply(
                "450",
                "4.7.1",
                "Rate limit of " + scope.kind().text() + " " + limited + " is " + recipients(window.max()) + " in "
                        + window.perSeconds() + " seconds, " + advice);
    }

    private static String recipients(int number) {
        return number == 1 ? "1 recipient" : number + " recipients";
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
