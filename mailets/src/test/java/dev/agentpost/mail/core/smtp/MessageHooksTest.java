package dev.agentpost.mail.core.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageHooksTest {
    private static final HookResult REFUSED = answer(HookReturnCode.denySoft());
    private static final HookResult ACCEPTED = answer(HookReturnCode.ok());

    private final List<String> told = new ArrayList<>();
    private Mail mail;

    @BeforeEach
    void setUp() throws Exception {
        mail = FakeMail.builder().name("mail").build();
    }

    private static HookResult answer(HookReturnCode code) {
        return HookResult.builder().hookReturnCode(code).build();
    }

    private OutcomeHook listener(String name, HookResult answer) {
        return new OutcomeHook() {
            @Override
            public HookResult onMessage(SMTPSession session, Mail message) {
                return answer;
            }

            @Override
            public void onOutcome(SMTPSession session, Mail message, boolean accepted) {
                told.add(name + " " + accepted);
            }
        };
    }

    private HookResult run(JamesMessageHook... hooks) {
        return new MessageHooks(List.of(hooks), new RecordingMetricFactory()).run(null, mail);
    }

    @Test
    void lastHookShouldHearOfAcceptanceFirst() {
        HookResult result = run(
                listener("first", HookResult.DECLINED),
                listener("second", HookResult.DECLINED),
                (session, message) -> ACCEPTED);

        assertThat(result).isEqualTo(ACCEPTED);
        assertThat(told).containsExactly("second true", "first true");
    }

    @Test
    void hookShouldHearOfALaterRefusal() {
        HookResult result = run(
                listener("first", HookResult.DECLINED),
                (session, message) -> REFUSED,
                listener("last", HookResult.DECLINED));

        assertThat(result).isEqualTo(REFUSED);
        assertThat(told).containsExactly("first false");
    }

    @Test
    void hookShouldHearOfALaterFailure() {
        assertThatThrownBy(() -> run(listener("first", HookResult.DECLINED), (session, message) -> {
                    throw new IllegalStateException("queue full");
                }))
                .hasMessage("queue full");

        assertThat(told).containsExactly("first false");
    }

    @Test
    void hookThatRefusedShouldNotBeTold() {
        run(listener("only", REFUSED));

        assertThat(told).isEmpty();
    }

    @Test
    void failureOfAListenerShouldNotKeepTheOthersFromHearing() {
        OutcomeHook broken = new OutcomeHook() {
            @Override
            public HookResult onMessage(SMTPSession session, Mail message) {
                return HookResult.DECLINED;
            }

            @Override
            public void onOutcome(SMTPSession session, Mail message, boolean accepted) {
                throw new IllegalStateException("listener broken");
            }
        };

        HookResult result = run(listener("first", HookResult.DECLINED), broken, (session, message) -> ACCEPTED);

        assertThat(result).isEqualTo(ACCEPTED);
        assertThat(told).containsExactly("first true");
    }

    private static ConfirmingHook confirming(HookResult answer, HookResult lastWord) {
        return new ConfirmingHook() {
            @Override
            public HookResult onMessage(SMTPSession session, Mail message) {
                return answer;
            }

            @Override
            public HookResult confirm(SMTPSession session, Mail message, HookResult decided) {
                return lastWord;
            }
        };
    }

    @Test
    void confirmingHookShouldHaveTheLastWord() {
        assertThat(run(confirming(HookResult.DECLINED, REFUSED), (session, message) -> ACCEPTED))
                .isEqualTo(REFUSED);
    }

    @Test
    void confirmingHookShouldHaveNoWordOnWhatItDecidedItself() {
        assertThat(run(confirming(ACCEPTED, REFUSED), (session, message) -> ACCEPTED))
                .isEqualTo(ACCEPTED);
    }

    /** A message that was overtaken is dropped from the queue. */
    @Test
    void othersShouldHearTheLastWord() {
        run(
                listener("limit", HookResult.DECLINED),
                confirming(HookResult.DECLINED, REFUSED),
                (session, message) -> ACCEPTED);

        assertThat(told).containsExactly("limit false");
    }

    /** The queue has the message, and may deliver it. */
    @Test
    void othersShouldHearOfAcceptanceThatCouldNotBeConfirmed() {
        ConfirmingHook failing = new ConfirmingHook() {
            @Override
            public HookResult onMessage(SMTPSession session, Mail message) {
                return HookResult.DECLINED;
            }

            @Override
            public HookResult confirm(SMTPSession session, Mail message, HookResult decided) {
                throw new IllegalStateException("store down");
            }
        };

        assertThatThrownBy(() -> run(listener("limit", HookResult.DECLINED), failing, (session, message) -> ACCEPTED))
                .hasMessage("store down");

        assertThat(told).containsExactly("limit true");
    }
}
