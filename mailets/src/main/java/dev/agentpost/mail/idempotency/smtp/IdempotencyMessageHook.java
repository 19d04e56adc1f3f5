package dev.agentpost.mail.idempotency.smtp;

import dev.agentpost.mail.core.smtp.ConfirmingHook;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.idempotency.ClaimResult;
import dev.agentpost.mail.idempotency.IdempotencyKey;
import dev.agentpost.mail.idempotency.InboxKey;
import dev.agentpost.mail.idempotency.KeyedSubmissions;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import dev.agentpost.mail.submission.SubmissionAttributes;
import dev.agentpost.mail.submission.SubmissionId;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers tries again of a message that has an Idempotency-Key, and holds its key while it is decided on. A store that
 * fails is answered by the caller.
 */
public class IdempotencyMessageHook implements ConfirmingHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(IdempotencyMessageHook.class);

    static final SmtpReply REUSED = new SmtpReply("550", "5.7.1", "Idempotency-Key reused");
    static final SmtpReply UNDER_WAY =
            new SmtpReply("451", "4.3.0", "A message with this Idempotency-Key is under way, try again later");
    private static final SmtpReply OVERTAKEN =
            new SmtpReply("451", "4.3.0", "Another try with this Idempotency-Key was faster, try again later");

    private final KeyedSubmissions submissions;

    @Inject
    public IdempotencyMessageHook(KeyedSubmissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        return key(session, mail).map(key -> claim(session, key, mail)).orElse(HookResult.DECLINED);
    }

    private HookResult claim(SMTPSession session, InboxKey key, Mail mail) {
        ClaimResult result = StoreCalls.await(session, submissions.claim(key, id(mail), digest(mail)))
                .orElseThrow();
        return result instanceof ClaimResult.Claimed
                ? HookResult.DECLINED
                : answer(mail, result).toHookResult();
    }

    private static SmtpReply answer(Mail mail, ClaimResult result) {
        if (result instanceof ClaimResult.Duplicate duplicate) {
            LOGGER.info("Message {} is message {} again", mail.getName(), duplicate.first());
            return SmtpReply.accepted(duplicate.first().value());
        }
        return result instanceof ClaimResult.Reused ? REUSED : UNDER_WAY;
    }

    @Override
    public HookResult confirm(SMTPSession session, Mail mail, HookResult decided) {
        return key(session, mail)
                .map(key -> confirm(session, key, mail, decided))
                .orElse(decided);
    }

    private HookResult confirm(SMTPSession session, InboxKey key, Mail mail, HookResult decided) {
        if (decided.getResult().getAction() == HookReturnCode.Action.OK) {
            boolean accepted = StoreCalls.await(session, submissions.accept(key, id(mail), digest(mail)))
                    .orElseThrow();
            return accepted ? decided : OVERTAKEN.toHookResult();
        }
        // after a 451 the queue may have the mail all the same: the claim runs out
        if (!SmtpReply.STORE_DOWN.code().equals(decided.getSmtpRetCode())) {
            release(session, key, mail);
        }
        return decided;
    }

    private void release(SMTPSession session, InboxKey key, Mail mail) {
        try {
            StoreCalls.await(session, submissions.release(key, id(mail)));
        } catch (RuntimeException e) {
            LOGGER.warn("The Idempotency-Key of message {} stays taken for a moment", mail.getName(), e);
        }
    }

    private static Optional<InboxKey> key(SMTPSession session, Mail mail) {
        return attribute(mail, SubmissionAttributes.IDEMPOTENCY_KEY)
                .map(key -> new InboxKey(SmtpLogin.of(session).orElseThrow().inboxId(), new IdempotencyKey(key)));
    }

    private static SubmissionId id(Mail mail) {
        return new SubmissionId(mail.getName());
    }

    private static String digest(Mail mail) {
        return attribute(mail, SubmissionAttributes.CONTENT_DIGEST).orElseThrow();
    }

    private static Optional<String> attribute(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }
}
