package dev.agentpost.mail.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of limits must do. */
public interface SendLimitStoreContract {
    OrganizationId ACME = OrganizationId.generate();
    SendScope ORGANIZATION = SendScope.of(ACME);
    SendScope INBOX = SendScope.of(ACME, InboxId.generate());
    SendScope KEY = SendScope.of(ACME, ApiKeyId.generate());
    List<SendScope> ALL = List.of(ORGANIZATION, INBOX, KEY);
    SendLimit SOME = SendLimit.of(new SendWindow(1_000, 86_400), new SendWindow(100, 3_600));
    SendLimit OTHER = SendLimit.of(new SendWindow(1, 1));

    SendLimitStore testee();

    private Map<SendScope, SendLimit> all() {
        return testee().find(ACME, ALL).block();
    }

    @Test
    default void nothingShouldBeThereAtFirst() {
        assertThat(all()).isEmpty();
    }

    @Test
    default void eachScopeShouldHaveItsLimit() {
        testee().save(ORGANIZATION, SOME).block();
        testee().save(KEY, OTHER).block();

        assertThat(all()).isEqualTo(Map.of(ORGANIZATION, SOME, KEY, OTHER));
    }

    @Test
    default void onlyWhatIsAskedForShouldBeFound() {
        testee().save(ORGANIZATION, SOME).block();
        testee().save(KEY, OTHER).block();

        assertThat(testee().find(ACME, List.of(KEY)).block()).isEqualTo(Map.of(KEY, OTHER));
    }

    @Test
    default void saveShouldOverwrite() {
        testee().save(INBOX, SOME).block();
        testee().save(INBOX, OTHER).block();

        assertThat(all()).isEqualTo(Map.of(INBOX, OTHER));
    }

    @Test
    default void noLimitShouldBeALimitOfItsOwn() {
        testee().save(INBOX, SOME).block();
        testee().save(INBOX, SendLimit.NONE).block();

        assertThat(all()).isEqualTo(Map.of(INBOX, SendLimit.NONE));
    }

    @Test
    default void deleteShouldBeIdempotent() {
        testee().save(INBOX, SOME).block();

        testee().delete(INBOX).block();
        testee().delete(INBOX).block();

        assertThat(all()).isEmpty();
    }

    @Test
    default void allOfAnOrganizationShouldGoTogether() {
        OrganizationId globex = OrganizationId.generate();
        testee().save(SendScope.of(globex), SOME).block();
        ALL.forEach(scope -> testee().save(scope, OTHER).block());

        testee().deleteAll(ACME).block();

        assertThat(all()).isEmpty();
        assertThat(testee().find(globex, List.of(SendScope.of(globex))).block()).hasSize(1);
    }
}
