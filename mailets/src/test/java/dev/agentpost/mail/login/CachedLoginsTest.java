package dev.agentpost.mail.login;

import static dev.agentpost.mail.login.LoginFixture.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.OrganizationStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class CachedLoginsTest {
    private final LoginFixture fixture = new LoginFixture();
    private final CachedLogins cached = fixture.cached;

    private void letItGrowStale() {
        fixture.clock.advance(CachedLogins.STALENESS);
    }

    @Test
    void secondReadShouldNotAskTheStore() {
        cached.inbox(BOT).block();

        assertThat(cached.inbox(BOT).block()).contains(fixture.bot);
        assertThat(fixture.inboxReads).hasValue(1);
    }

    @Test
    void absenceShouldBeRemembered() {
        ApiKeySecret unknown = LoginFixture.secret();
        cached.key(unknown.hash()).block();

        assertThat(cached.key(unknown.hash()).block()).isEmpty();
        assertThat(fixture.keyReads).hasValue(1);
    }

    @Test
    void storeShouldBeAskedAgainAfterASecond() {
        cached.key(fixture.key.secretHash()).block();
        fixture.keys
                .revoke(fixture.acme.id(), fixture.key.id(), fixture.clock.instant())
                .block();
        letItGrowStale();

        Optional<ApiKey> key = cached.key(fixture.key.secretHash()).block();

        assertThat(key)
                .hasValueSatisfying(found -> assertThat(found.isRevoked()).isTrue());
    }

    @Test
    void absenceShouldBeForgottenAfterASecond() {
        InboxAddress late = new InboxAddress("late", "shared.localhost");
        cached.inbox(late).block();
        Inbox inbox = fixture.inbox(fixture.acme.id(), late);
        letItGrowStale();

        assertThat(cached.inbox(late).block()).contains(inbox);
    }

    @Test
    void failureShouldNotBeRemembered() {
        fixture.storeDown = true;
        assertThatThrownBy(() -> cached.inbox(BOT).block()).hasMessageContaining("store down");
        fixture.storeDown = false;

        assertThat(cached.inbox(BOT).block()).contains(fixture.bot);
    }

    @Test
    void simultaneousMissesShouldShareOneRead() {
        SlowInboxes slow = new SlowInboxes();
        CachedLogins slowly = new CachedLogins(slow, fixture.keys, fixture.organizations, fixture.clock.ticker());

        CompletableFuture<Optional<Inbox>> first = slowly.inbox(BOT).toFuture();
        CompletableFuture<Optional<Inbox>> second = slowly.inbox(BOT).toFuture();
        slow.answer.tryEmitValue(fixture.bot);

        assertThat(first.join()).contains(fixture.bot);
        assertThat(second.join()).contains(fixture.bot);
        assertThat(slow.reads).hasValue(1);
    }

    @Test
    void cancelledReaderShouldNotCancelTheOthers() {
        SlowInboxes slow = new SlowInboxes();
        CachedLogins slowly = new CachedLogins(slow, fixture.keys, fixture.organizations, fixture.clock.ticker());
        Disposable first = slowly.inbox(BOT).subscribe();
        CompletableFuture<Optional<Inbox>> second = slowly.inbox(BOT).toFuture();

        first.dispose();
        slow.answer.tryEmitValue(fixture.bot);

        assertThat(second.join()).contains(fixture.bot);
    }

    @Test
    void organizationShouldBeReadAnewAfterItsChange() {
        cached.organization(fixture.acme.id()).block();
        fixture.organizations
                .update(fixture.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .block();

        cached.forget(new LoginChange.Organization(fixture.acme.id()));

        assertThat(cached.organization(fixture.acme.id()).block().orElseThrow().isSuspended())
                .isTrue();
    }

    @Test
    void keyShouldBeReadAnewAfterItsChange() {
        cached.key(fixture.key.secretHash()).block();

        cached.forget(new LoginChange.Key(fixture.key.id()));
        cached.key(fixture.key.secretHash()).block();

        assertThat(fixture.keyReads).hasValue(2);
    }

    @Test
    void inboxShouldBeReadAnewAfterItsChange() {
        cached.inbox(BOT).block();

        cached.forget(new LoginChange.Inbox(fixture.bot.id()));
        cached.inbox(BOT).block();

        assertThat(fixture.inboxReads).hasValue(2);
    }

    private static final class SlowInboxes extends MemoryInboxStore {
        private final Sinks.One<Inbox> answer = Sinks.one();
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Mono<Inbox> find(InboxAddress email) {
            reads.incrementAndGet();
            return answer.asMono();
        }
    }
}
