package dev.agentpost.mail.idempotency.mailet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.idempotency.ClaimResult;
import dev.agentpost.mail.idempotency.ClusterKeyedSubmissions;
import dev.agentpost.mail.idempotency.IdempotencyKey;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.InboxKey;
import dev.agentpost.mail.idempotency.KeyClaim;
import dev.agentpost.mail.idempotency.KeyedSubmissions;
import dev.agentpost.mail.idempotency.memory.MemoryIdempotencyStore;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.submission.SubmissionAttributes;
import dev.agentpost.mail.submission.SubmissionId;
import org.apache.james.server.core.MailImpl;
import org.apache.james.webadmin.service.ReprocessingService;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class DropOvertakenTest {
    private static final InboxKey KEY = new InboxKey(InboxId.generate(), new IdempotencyKey("order 66"));
    private static final String DIGEST = "d";

    private final TestClock clock = new TestClock();
    private final IdempotencyStore store = new MemoryIdempotencyStore();
    private final KeyedSubmissions submissions = new ClusterKeyedSubmissions(store, clock);
    private final DropOvertaken testee = new DropOvertaken(submissions);

    private static Mail mail(SubmissionId id) {
        Mail mail = MailImpl.builder().name(id.value()).state(Mail.DEFAULT).build();
        set(mail, SubmissionAttributes.SUBMISSION_ID, id.value());
        set(mail, SubmissionAttributes.INBOX_ID, KEY.inbox().value());
        return mail;
    }

    private static Mail keyed(SubmissionId id) {
        Mail mail = mail(id);
        set(mail, SubmissionAttributes.IDEMPOTENCY_KEY, KEY.key().value());
        set(mail, SubmissionAttributes.CONTENT_DIGEST, DIGEST);
        return mail;
    }

    private static void set(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    private SubmissionId claimed() {
        SubmissionId id = SubmissionId.generate();
        submissions.claim(KEY, id, DIGEST).block();
        return id;
    }

    private String stateAfter(Mail mail) {
        testee.service(mail);
        return mail.getState();
    }

    @Test
    void acceptedMailShouldGoOn() {
        SubmissionId id = claimed();
        submissions.accept(KEY, id, DIGEST).block();

        assertThat(stateAfter(keyed(id))).isEqualTo(Mail.DEFAULT);
    }

    @Test
    void overtakenMailShouldEnd() {
        SubmissionId first = claimed();
        clock.advance(KeyClaim.LEASE);
        SubmissionId second = claimed();

        assertThat(stateAfter(keyed(first))).isEqualTo(Mail.GHOST);
        assertThat(stateAfter(keyed(second))).isEqualTo(Mail.DEFAULT);
    }

    /** The server was killed between the queue and the record. */
    @Test
    void mailThatGoesOnShouldBeWhatLaterTriesAreToldOf() {
        SubmissionId first = claimed();
        clock.advance(KeyClaim.LEASE);

        assertThat(stateAfter(keyed(first))).isEqualTo(Mail.DEFAULT);
        assertThat(submissions.claim(KEY, SubmissionId.generate(), DIGEST).block())
                .isEqualTo(new ClaimResult.Duplicate(first));
    }

    private static Mail putBack(Mail mail) {
        mail.setAttribute(new Attribute(ReprocessingService.RETRY_ATTRIBUTE_NAME, AttributeValue.of(1)));
        return mail;
    }

    /** It was decided when it came the first time, and may be so long ago that its key has gone to another since. */
    @Test
    void mailThatAnOperatorPutBackShouldKeepItsKey() {
        SubmissionId id = claimed();
        Mail mail = keyed(id);
        assertThat(stateAfter(mail)).isEqualTo(Mail.DEFAULT);
        set(mail, SubmissionAttributes.SUBMISSION_ID, overtaken().value());

        assertThat(stateAfter(putBack(mail))).isEqualTo(Mail.DEFAULT);
    }

    private SubmissionId overtaken() {
        clock.advance(KeyClaim.WINDOW.plusDays(1));
        SubmissionId first = claimed();
        clock.advance(KeyClaim.LEASE);
        claimed();
        return first;
    }

    @Test
    void mailThatAnOperatorPutBackShouldEndWhenItNeverHadItsKey() {
        assertThat(stateAfter(putBack(keyed(overtaken())))).isEqualTo(Mail.GHOST);
    }

    @Test
    void mailWithoutKeyShouldGoOn() {
        assertThat(stateAfter(mail(SubmissionId.generate()))).isEqualTo(Mail.DEFAULT);
    }
}
