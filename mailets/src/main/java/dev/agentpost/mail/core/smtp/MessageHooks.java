package dev.agentpost.mail.core.smtp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The message hooks in their order: the first with an opinion decides, the last one accepts the message. */
public record MessageHooks(List<JamesMessageHook> hooks, MetricFactory metrics) {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageHooks.class);

    HookResult run(SMTPSession session, Mail mail) {
        Deque<JamesMessageHook> passed = new ArrayDeque<>();
        boolean accepted = false;
        try {
            HookResult decided = decide(session, mail, passed);
            // unless a hook takes it back: the queue has the mail, also when that cannot be confirmed
            accepted = isOk(decided);
            HookResult confirmed = confirm(session, mail, decided, passed);
            accepted = isOk(confirmed);
            return confirmed;
        } finally {
            for (JamesMessageHook hook : passed) {
                if (hook instanceof OutcomeHook outcomeHook) {
                    tell(outcomeHook, session, mail, accepted);
                }
            }
        }
    }

    private static boolean isOk(HookResult result) {
        return result.getResult().getAction() == HookReturnCode.Action.OK;
    }

    private static HookResult confirm(
            SMTPSession session, Mail mail, HookResult decided, Deque<JamesMessageHook> passed) {
        HookResult result = decided;
        for (JamesMessageHook hook : passed) {
            if (hook instanceof ConfirmingHook confirming) {
                result = confirming.confirm(session, mail, result);
            }
        }
        return result;
    }

    private HookResult decide(SMTPSession session, Mail mail, Deque<JamesMessageHook> passed) {
        int last = hooks.size() - 1;
        return timed("SMTP-policy", () -> firstAnswer(hooks.subList(0, last), session, mail, passed))
                .or(() -> timed("SMTP-enqueue", () -> firstAnswer(List.of(hooks.get(last)), session, mail, passed)))
                .orElseThrow(() -> new IllegalStateException("no message hook accepts messages"));
    }

    private Optional<HookResult> timed(String step, Supplier<Optional<HookResult>> hooksOfStep) {
        return metrics.decorateSupplierWithTimerMetric(step, hooksOfStep);
    }

    private static Optional<HookResult> firstAnswer(
            List<JamesMessageHook> some, SMTPSession session, Mail mail, Deque<JamesMessageHook> passed) {
        for (JamesMessageHook hook : some) {
            HookResult result = hook.onMessage(session, mail);
            if (AbstractHookableCmdHandler.canBeConvertedToSmtpAnswer(result.getResult())) {
                return Optional.of(result);
            }
            passed.push(hook);
        }
        return Optional.empty();
    }

    private static void tell(OutcomeHook hook, SMTPSession session, Mail mail, boolean accepted) {
        try {
            hook.onOutcome(session, mail, accepted);
        } catch (RuntimeException e) {
            LOGGER.error("Outcome of message {} was not taken in", mail.getName(), e);
        }
    }
}
