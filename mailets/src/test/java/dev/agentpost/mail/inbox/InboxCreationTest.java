package dev.agentpost.mail.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.InboxCreation.Request;
import dev.agentpost.mail.inbox.InboxCreation.Result;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class InboxCreationTest {
    private static final String SHARED = "shared.localhost";
    private static final OrganizationId ACME = OrganizationId.generate();

    private final InboxStore store = new MemoryInboxStore();
    private final RecordingMailboxes mailboxes = new RecordingMailboxes();
    private final Set<String> usable = ConcurrentHashMap.newKeySet();
    private final UsableDomains domains =
            (organization, domain) -> Mono.just(domain.equals(SHARED) || usable.contains(domain));
    private final InboxCreation creation = creation(new Random(1));

    private static final class RecordingMailboxes implements InboxMailboxes {
        private final List<InboxAddress> provisioned = new ArrayList<>();
        private boolean down;

        @Override
        public Mono<Void> provision(InboxAddress email) {
            return Mono.fromRunnable(() -> {
                if (down) {
                    throw new IllegalStateException("mailboxes down");
                }
                provisioned.add(email);
            });
        }

        @Override
        public Mono<Void> delete(InboxAddress email, Mono<Boolean> isHeld) {
            return Mono.empty();
        }
    }

    private InboxCreation creation(RandomGenerator random) {
        return new InboxCreation(store, mailboxes, new InboxAddresses(SHARED, random), domains, new TestClock());
    }

    private static Request request(String username, Optional<String> clientId) {
        return new Request(ACME, username, Optional.empty(), Optional.of("Bot"), clientId);
    }

    private Result create(Request request) {
        return creation.create(request).block();
    }

    private Inbox created(Request request) {
        return ((Result.Created) create(request)).inbox();
    }

    /** Who deletes an inbox and makes it anew need not know that the first takes a moment to end. */
    @Test
    void addressOfAnInboxThatIsLeavingShouldBeWaitedFor() {
        usable.add("acme.example");
        Request request = new Request(ACME, "bot", Optional.of("acme.example"), Optional.empty(), Optional.empty());
        Inbox leaving = created(request);
        store.setLeaving(leaving).block();

        CompletableFuture<Result> next = creation.create(request).toFuture();
        store.delete(leaving).block();

        assertThat(next).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(Result.Created.class);
    }

    @Test
    void createShouldMakeAnInboxOnTheSharedDomain() {
        Inbox inbox = created(request("bot", Optional.empty()));

        assertThat(inbox.email().asString()).matches("bot-[a-z0-9]{6}@shared\\.localhost");
        assertThat(inbox.organizationId()).isEqualTo(ACME);
        assertThat(inbox.displayName()).contains("Bot");
        assertThat(inbox.createdAt()).isEqualTo(TestClock.START);
        assertThat(inbox.sendPaused()).isFalse();
        assertThat(store.find(inbox.email()).block()).isEqualTo(inbox);
    }

    @Test
    void createShouldMakeTheMailboxes() {
        Inbox inbox = created(request("bot", Optional.empty()));

        assertThat(mailboxes.provisioned).containsExactly(inbox.email());
    }

    @Test
    void createShouldAcceptTheSharedDomainByName() {
        Result result =
                create(new Request(ACME, "bot", Optional.of("Shared.Localhost"), Optional.empty(), Optional.empty()));

        assertThat(result).isInstanceOf(Result.Created.class);
    }

    @Test
    void createShouldRefuseAnotherDomain() {
        Result result =
                create(new Request(ACME, "bot", Optional.of("acme.example"), Optional.empty(), Optional.empty()));

        assertThat(result).isEqualTo(new Result.DomainNotUsable("acme.example"));
    }

    @Test
    void createShouldAnswerTheFirstInboxOfAClientIdEvenIfTheUsernameDiffers() {
        Inbox first = created(request("bot", Optional.of("client-1")));

        Result second = create(request("other", Optional.of("client-1")));

        assertThat(second).isEqualTo(new Result.Repeated(first));
    }

    @Test
    void createShouldMakeTwoInboxesWithoutAClientId() {
        Inbox first = created(request("bot", Optional.empty()));
        Inbox second = created(request("bot", Optional.empty()));

        assertThat(first.email()).isNotEqualTo(second.email());
    }

    @Test
    void createShouldNameTheFieldOfABadUsername() {
        Result result = create(request("postmaster", Optional.empty()));

        assertThat(result).isEqualTo(new Result.Invalid("username", "'postmaster' is reserved"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb"})
    void createShouldNameTheFieldOfABadClientId(String clientId) {
        Result result = create(request("bot", Optional.of(clientId)));

        assertThat(result).isInstanceOfSatisfying(Result.Invalid.class, invalid -> assertThat(invalid.field())
                .isEqualTo("client_id"));
    }

    @Test
    void createShouldNameTheFieldOfABadDisplayName() {
        Result result =
                create(new Request(ACME, "bot", Optional.empty(), Optional.of("x".repeat(201)), Optional.empty()));

        assertThat(result).isInstanceOfSatisfying(Result.Invalid.class, invalid -> assertThat(invalid.field())
                .isEqualTo("display_name"));
    }

    @Test
    void createShouldTryAnotherSuffixWhenTheAddressIsTaken() {
        Inbox first = ((Result.Created) creation(new Random(7))
                        .create(request("bot", Optional.empty()))
                        .block())
                .inbox();

        Result second =
                creation(new Random(7)).create(request("bot", Optional.empty())).block();

        assertThat(second).isInstanceOfSatisfying(Result.Created.class, result -> assertThat(
                        result.inbox().email())
                .isNotEqualTo(first.email()));
    }

    @Test
    void createShouldGiveUpWhenEverySuffixIsTaken() {
        RandomGenerator alwaysZero = () -> 0L;
        InboxCreation unlucky = creation(alwaysZero);
        unlucky.create(request("bot", Optional.empty())).block();

        Result second = unlucky.create(request("bot", Optional.empty())).block();

        assertThat(second).isEqualTo(new Result.AddressTaken(new InboxAddress("bot-aaaaaa", SHARED)));
    }

    @Test
    void repetitionShouldMakeTheMailboxesThatTheFirstAttemptCouldNot() {
        mailboxes.down = true;
        assertThatThrownBy(() -> create(request("bot", Optional.of("client-1"))))
                .hasMessageContaining("mailboxes down");
        mailboxes.down = false;

        Inbox repeated = ((Result.Repeated) create(request("bot", Optional.of("client-1")))).inbox();

        assertThat(mailboxes.provisioned).containsExactly(repeated.email());
    }
}
