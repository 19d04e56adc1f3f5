package dev.agentpost.mail.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.login.LoginChangeLog.Entry;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every log of changes does. */
public interface LoginChangeLogContract {
    /** Empty at the start of each test. */
    LoginChangeLog testee();

    /** The clock of the log. */
    TestClock clock();

    private List<Entry> read(Instant from) {
        return testee().read(from).collectList().block();
    }

    private LoginChange appended() {
        LoginChange change = new LoginChange.Key(ApiKeyId.generate());
        testee().append(change).block();
        return change;
    }

    @Test
    default void readShouldBeEmptyAtFirst() {
        assertThat(read(clock().instant().minusSeconds(60))).isEmpty();
    }

    @Test
    default void readShouldReturnEveryKindOfChange() {
        LoginChange key = new LoginChange.Key(ApiKeyId.generate());
        LoginChange organization = new LoginChange.Organization(OrganizationId.generate());
        LoginChange inbox = new LoginChange.Inbox(InboxId.generate());
        testee().append(key).block();
        testee().append(organization).block();
        testee().append(inbox).block();

        assertThat(read(clock().instant()))
                .extracting(Entry::change)
                .containsExactlyInAnyOrder(key, organization, inbox);
    }

    @Test
    default void entryShouldHaveItsTime() {
        appended();

        assertThat(read(clock().instant())).extracting(Entry::writtenAt).containsExactly(clock().instant());
    }

    @Test
    default void entryShouldKeepItsId() {
        appended();

        assertThat(read(clock().instant())).isEqualTo(read(clock().instant()));
    }

    @Test
    default void equalChangesShouldBeDistinctEntries() {
        LoginChange change = appended();
        testee().append(change).block();

        assertThat(read(clock().instant())).extracting(Entry::id).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    default void readShouldLeaveOutEarlierEntries() {
        appended();
        clock().advance(Duration.ofSeconds(1));
        LoginChange later = appended();

        assertThat(read(clock().instant())).extracting(Entry::change).containsExactly(later);
    }

    @Test
    default void readShouldReturnEntriesOfManyMinutes() {
        Instant start = clock().instant();
        LoginChange first = appended();
        clock().advance(Duration.ofMinutes(7));
        LoginChange second = appended();
        clock().advance(Duration.ofMinutes(20));
        LoginChange third = appended();

        assertThat(read(start)).extracting(Entry::change).containsExactlyInAnyOrder(first, second, third);
    }
}
