package dev.agentpost.mail.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.login.LiveSessions.EndReason;
import dev.agentpost.mail.login.memory.MemoryLoginChangeLog;
import dev.agentpost.mail.organization.OrganizationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** "Takes effect everywhere within 2 seconds, on live sessions too". */
class SessionGuardTest {
    private static final int LOGINS_AT_ONCE = 8;

    private final LoginFixture fixture = new LoginFixture();
    private final LiveSessions sessions = new LiveSessions();
    private final FallibleLog log = new FallibleLog();
    private final SessionGuard guard = guard(sessions);
    private final List<EndReason> endings = new ArrayList<>();

    private final class FallibleLog extends MemoryLoginChangeLog {
        private boolean down;

        private FallibleLog() {
            super(fixture.clock);
        }

        @Override
        public Mono<Void> append(LoginChange change) {
            return down ? Mono.error(new IllegalStateException("log down")) : super.append(change);
        }

        @Override
        public Flux<Entry> read(Instant from) {
            return down ? Flux.error(new IllegalStateException("log down")) : super.read(from);
        }
    }

    private SessionGuard guard(LiveSessions ofNode) {
        return new SessionGuard(
                log, fixture.cached, ofNode, fixture.organizations, fixture.inboxes, fixture.keys, fixture.clock);
    }

    private LiveSessions.Session open(LoginContext context) {
        return sessions.register(context, endings::add);
    }

    private void revokeKey() {
        fixture.keys
                .revoke(fixture.acme.id(), fixture.key.id(), fixture.clock.instant())
                .block();
    }

    private void suspend() {
        fixture.organizations
                .update(fixture.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .block();
    }

    private LoginChange keyChange() {
        return new LoginChange.Key(fixture.key.id());
    }

    private void tick() {
        fixture.clock.advance(SessionGuardTimer.INTERVAL);
        guard.tick().block();
    }

    @Test
    void sessionShouldLiveWhileNothingChanges() {
        open(fixture.context());

        tick();

        assertThat(endings).isEmpty();
    }

    @Test
    void sessionShouldEndAtOnceWhenItsKeyIsRevokedOnThisNode() {
        open(fixture.context());
        revokeKey();

        guard.publish(keyChange()).block();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void sessionShouldEndAtTheNextTickWhenItsKeyIsRevokedOnAnotherNode() {
        open(fixture.context());
        revokeKey();
        guard(new LiveSessions()).publish(keyChange()).block();
        assertThat(endings).isEmpty();

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void loginShouldBeRefusedAtOnceAfterTheChangeIsPublished() {
        fixture.login(LoginFixture.BOT.asString(), fixture.secret.reveal());
        revokeKey();

        guard.publish(keyChange()).block();

        assertThat(fixture.login(LoginFixture.BOT.asString(), fixture.secret.reveal()))
                .isEqualTo(new LoginResult.BadCredentials(LoginResult.Reason.KEY_REVOKED));
    }

    @Test
    void sessionOfAnotherKeyShouldLiveOn() {
        ApiKey other = fixture.save(fixture.key(fixture.acme.id(), LoginFixture.secret()));
        open(fixture.context(other));
        revokeKey();

        guard.publish(keyChange()).block();

        assertThat(endings).isEmpty();
    }

    @Test
    void sessionShouldEndWhenItsOrganizationIsSuspended() {
        open(fixture.context());
        suspend();

        guard.publish(new LoginChange.Organization(fixture.acme.id())).block();

        assertThat(endings).containsExactly(EndReason.ORGANIZATION_SUSPENDED);
    }

    @Test
    void sessionOpenedDuringASuspensionShouldLiveOn() {
        suspend();
        LoginContext context = fixture.context();
        open(new LoginContext(
                context.organizationId(),
                context.inboxId(),
                context.email(),
                context.keyId(),
                context.scopes(),
                context.expiresAt(),
                true));

        guard.publish(new LoginChange.Organization(fixture.acme.id())).block();

        assertThat(endings).isEmpty();
    }

    @Test
    void sessionShouldLiveOnWhenItsOrganizationIsRenamed() {
        open(fixture.context());
        fixture.organizations
                .update(fixture.acme.id(), Optional.of("Acme Ltd"), Optional.empty())
                .block();

        guard.publish(new LoginChange.Organization(fixture.acme.id())).block();

        assertThat(endings).isEmpty();
    }

    @Test
    void sessionShouldEndWhenItsOrganizationIsDeleted() {
        open(fixture.context());
        fixture.organizations.delete(fixture.acme.id()).block();

        guard.publish(new LoginChange.Organization(fixture.acme.id())).block();

        assertThat(endings).containsExactly(EndReason.ORGANIZATION_DELETED);
    }

    @Test
    void sessionShouldEndWhenItsInboxIsDeleted() {
        open(fixture.context());
        fixture.inboxes.delete(fixture.bot).block();

        guard.publish(new LoginChange.Inbox(fixture.bot.id())).block();

        assertThat(endings).containsExactly(EndReason.INBOX_DELETED);
    }

    @Test
    void sessionShouldEndWhenAnotherInboxHasTakenItsAddress() {
        open(fixture.context());
        fixture.inboxes.delete(fixture.bot).block();
        fixture.inbox(fixture.acme.id(), fixture.bot.email());

        guard.publish(new LoginChange.Inbox(fixture.bot.id())).block();

        assertThat(endings).containsExactly(EndReason.INBOX_DELETED);
    }

    @Test
    void sessionShouldEndAtTheFirstTickAfterItsKeyExpires() {
        ApiKey brief = fixture.save(fixture.key(
                fixture.acme.id(),
                LoginFixture.secret(),
                Scope.DEFAULT,
                Set.of(),
                Set.of(),
                Optional.of(fixture.clock.instant().plusSeconds(1))));
        open(fixture.context(brief));
        tick();
        assertThat(endings).isEmpty();

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_EXPIRED);
    }

    @Test
    void keyShouldExpireWhileTheStoreIsDown() {
        ApiKey brief = fixture.save(fixture.key(
                fixture.acme.id(),
                LoginFixture.secret(),
                Scope.DEFAULT,
                Set.of(),
                Set.of(),
                Optional.of(fixture.clock.instant().plusMillis(500))));
        open(fixture.context(brief));
        fixture.storeDown = true;
        log.down = true;

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_EXPIRED);
    }

    @Test
    void sessionRegisteredAfterTheChangeWasHandledShouldEndAtTheNextTick() {
        LoginContext decidedBefore = fixture.context();
        revokeKey();
        guard.publish(keyChange()).block();
        tick();

        open(decidedBefore);
        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void sessionRegisteredLongAfterADecisionShouldStillBeCompared() {
        LoginContext decidedBefore = fixture.context();
        revokeKey();
        guard.publish(keyChange()).block();
        fixture.clock.advance(SessionGuard.REMEMBERED.minusSeconds(1));

        open(decidedBefore);
        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void newSessionShouldCostNoReadWhenNothingHasChanged() {
        open(fixture.context());

        tick();

        assertThat(fixture.keyReads).hasValue(0);
    }

    @Test
    void outageShouldNotEndSessions() {
        open(fixture.context());
        fixture.storeDown = true;
        log.down = true;

        tick();

        assertThat(endings).isEmpty();
        assertThat(sessions.all()).hasSize(1);
    }

    @Test
    void changeDuringAnOutageOfTheLogShouldBeSeenAfterIt() {
        open(fixture.context());
        revokeKey();
        guard(new LiveSessions()).publish(keyChange()).block();
        log.down = true;
        tick();
        fixture.clock.advance(Duration.ofMinutes(30));
        tick();
        log.down = false;

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void everySessionShouldBeCheckedWhenTheLogHasForgottenChangesMeanwhile() {
        open(fixture.context());
        revokeKey();
        guard(new LiveSessions()).publish(keyChange()).block();
        log.down = true;
        tick();
        fixture.clock.advance(Duration.ofMinutes(61));
        log.down = false;

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void sessionShouldBeCheckedAgainWhenTheStoreFailedDuringTheCheck() {
        open(fixture.context());
        revokeKey();
        fixture.storeDown = true;
        guard.publish(keyChange()).block();
        tick();
        assertThat(endings).isEmpty();
        fixture.storeDown = false;

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void publishShouldFailWhenOtherNodesCannotBeTold() {
        log.down = true;

        assertThatThrownBy(() -> guard.publish(keyChange()).block()).hasMessageContaining("log down");
    }

    @Test
    void publishShouldEndSessionsOfThisNodeEvenWhenOthersCannotBeTold() {
        open(fixture.context());
        revokeKey();
        log.down = true;

        assertThatThrownBy(() -> guard.publish(keyChange()).block()).hasMessageContaining("log down");

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void changeThatWasNeverAnnouncedShouldBeSeenByTheSweep() {
        open(fixture.context());
        revokeKey();
        fixture.clock.advance(SessionGuard.SWEEP_INTERVAL);

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void changeWrittenByAClockThatIsBehindShouldBeSeen() {
        open(fixture.context());
        revokeKey();
        log.append(keyChange()).block();
        fixture.clock.advance(Duration.ofSeconds(5));
        guard.tick().block();
        endings.clear();
        LiveSessions.Session second = open(fixture.context());
        log.append(keyChange()).block();

        tick();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
        assertThat(sessions.all()).doesNotContain(second);
    }

    @Test
    void closedSessionShouldNotBeEnded() {
        open(fixture.context()).close();
        revokeKey();

        guard.publish(keyChange()).block();

        assertThat(endings).isEmpty();
    }

    @Test
    void oneFailingSessionShouldNotKeepOthersAlive() {
        sessions.register(fixture.context(), reason -> {
            throw new IllegalStateException("channel gone");
        });
        open(fixture.context());
        revokeKey();

        guard.publish(keyChange()).block();

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    /** Whatever the order of decision, registration, revocation and tick: the session ends, or was refused. */
    @RepeatedTest(20)
    void loginsDuringARevocationShouldNotSurviveIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(LOGINS_AT_ONCE / 2);
        ExecutorService clients = Executors.newFixedThreadPool(LOGINS_AT_ONCE);
        for (int client = 0; client < LOGINS_AT_ONCE; client++) {
            clients.execute(() -> {
                for (int attempt = 0; attempt < 50; attempt++) {
                    if (fixture.login(LoginFixture.BOT.asString(), fixture.secret.reveal())
                            instanceof LoginResult.Allowed allowed) {
                        sessions.register(allowed.context(), reason -> {});
                    }
                    begun.countDown();
                }
            });
        }
        begun.await();

        revokeKey();
        guard.publish(keyChange()).block();
        guard.tick().block();
        clients.shutdown();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        guard.tick().block();

        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void timerShouldTickByItself() {
        open(fixture.context());
        revokeKey();
        log.append(keyChange()).block();

        try (SessionGuardTimer timer = new SessionGuardTimer(guard)) {
            timer.start();
            Awaitility.await().untilAsserted(() -> assertThat(sessions.all()).isEmpty());
        }
    }
}
