package dev.agentpost.mail.inbox.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.core.MutableClock;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LoginAttempt;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.LoginResult;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class InboxUsersRepositoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final OrganizationId ACME = OrganizationId.generate();
    private static final String ALICE = "alice-x7k2p9@shared.localhost";
    private static final String GOOD_KEY = "good";

    private final MutableClock clock = new MutableClock(NOW);
    private final MemoryInboxStore inboxes = new MemoryInboxStore();
    private final MemoryOrganizationStore organizations = new MemoryOrganizationStore();
    private boolean suspended;
    private InboxUsersRepository users;

    @BeforeEach
    void setUp() {
        organizations
                .create(new Organization(ACME, "Acme", OrganizationStatus.ACTIVE, NOW))
                .block();
        InboxLogin login = attempt -> Mono.just(decide(attempt));
        users = new InboxUsersRepository(inboxes, organizations, login, clock);
    }

    private LoginResult decide(LoginAttempt attempt) {
        if (!attempt.secret().equals(GOOD_KEY) || attempt.neededScope() != Scope.MESSAGES_READ) {
            return new LoginResult.BadCredentials(LoginResult.Reason.UNKNOWN_SECRET);
        }
        return new LoginResult.Allowed(new LoginContext(
                ACME,
                InboxId.generate(),
                InboxAddress.parse(attempt.username()).orElseThrow(),
                ApiKeyId.generate(),
                Set.of(Scope.MESSAGES_READ),
                Optional.empty(),
                suspended));
    }

    private void createInbox(String email) {
        inboxes.create(new Inbox(
                        InboxId.generate(),
                        ACME,
                        InboxAddress.parse(email).orElseThrow(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        NOW))
                .block();
    }

    @Test
    void containsShouldKnowAnInbox() throws Exception {
        createInbox(ALICE);

        assertThat(users.contains(Username.of(ALICE))).isTrue();
    }

    @Test
    void containsShouldKnowANewInboxAtOnce() throws Exception {
        assertThat(users.contains(Username.of(ALICE))).isFalse();

        createInbox(ALICE);

        assertThat(users.contains(Username.of(ALICE))).isTrue();
    }

    @Test
    void containsShouldForgetADeletedInboxWithinASecond() throws Exception {
        createInbox(ALICE);
        users.contains(Username.of(ALICE));
        inboxes.find(InboxAddress.parse(ALICE).orElseThrow())
                .flatMap(inboxes::delete)
                .block();

        clock.advance(InboxUsersRepository.REMEMBERED);

        assertThat(users.contains(Username.of(ALICE))).isFalse();
    }

    @Test
    void containsShouldBeFalseForWhatIsNoAddress() throws Exception {
        assertThat(users.contains(Username.of("alice"))).isFalse();
    }

    @Test
    void usernameShouldBeTheAddressWithoutTagInLowerCase() throws Exception {
        assertThat(users.getUsername(new MailAddress("Alice-X7k2p9+news@Shared.Localhost")))
                .isEqualTo(Username.of(ALICE));
    }

    @Test
    void keyShouldBeThePassword() throws Exception {
        assertThat(users.test(Username.of(ALICE), GOOD_KEY)).isTrue();
        assertThat(users.test(Username.of(ALICE), "other")).isFalse();
    }

    @Test
    void keyOfASuspendedOrganizationShouldBeNoPassword() throws Exception {
        suspended = true;

        assertThat(users.test(Username.of(ALICE), GOOD_KEY)).isFalse();
    }

    @Test
    void failingStoreShouldBeAnExceptionOfJames() {
        InboxUsersRepository failing = new InboxUsersRepository(
                inboxes, organizations, attempt -> Mono.error(new IllegalStateException("down")), clock);

        assertThatThrownBy(() -> failing.test(Username.of(ALICE), GOOD_KEY))
                .isInstanceOf(UsersRepositoryException.class);
    }

    @Test
    void listShouldGoThroughAllPages() throws Exception {
        for (int i = 0; i < 250; i++) {
            createInbox("inbox-" + i + "@shared.localhost");
        }

        assertThat(users.countUsers()).isEqualTo(250);
        assertThat(users.list()).toIterable().doesNotHaveDuplicates().hasSize(250);
    }

    @Test
    void inboxesShouldNotBeMadeHere() {
        assertThatThrownBy(() -> users.addUser(Username.of(ALICE), "secret"))
                .isInstanceOf(UsersRepositoryException.class);
        assertThatThrownBy(() -> users.removeUser(Username.of(ALICE))).isInstanceOf(UsersRepositoryException.class);
    }

    @Test
    void nobodyShouldBeAdministrator() {
        assertThat(users.isAdministrator(Username.of(ALICE))).isFalse();
    }
}
