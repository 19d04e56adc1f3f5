package dev.agentpost.mail.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.common.net.InetAddresses;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.login.KeyLoginResult.Allowed;
import dev.agentpost.mail.login.KeyLoginResult.BadCredentials;
import dev.agentpost.mail.login.KeyLoginResult.MissingScope;
import dev.agentpost.mail.login.KeyLoginResult.Suspended;
import dev.agentpost.mail.login.KeyLoginResult.Throttled;
import dev.agentpost.mail.login.LoginResult.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyLoginTest {
    private static final Optional<InetAddress> HERE = Optional.of(InetAddresses.forString("192.0.2.1"));
    private static final Optional<InetAddress> ELSEWHERE = Optional.of(InetAddresses.forString("198.51.100.1"));

    private final KeyFixture fixture = new KeyFixture();
    private final ApiKeySecret secret = fixture.key(Scope.INBOXES_READ);

    private KeyLoginResult login(ApiKeySecret its) {
        return login(its.reveal(), HERE);
    }

    private KeyLoginResult login(String text, Optional<InetAddress> address) {
        return fixture.login()
                .login(text, Optional.of(Scope.INBOXES_READ), address)
                .block();
    }

    private static KeyLoginResult bad(Reason reason) {
        return new BadCredentials(reason);
    }

    @Test
    void goodKeyShouldBeAllowed() {
        assertThat(login(secret)).isInstanceOfSatisfying(Allowed.class, allowed -> {
            assertThat(allowed.key().id()).isEqualTo(fixture.find(secret).id());
            assertThat(allowed.organization()).isEqualTo(fixture.organization());
        });
    }

    @Test
    void everyDecisionShouldBeTimedWithThoseOfTheMailProtocols() {
        login(secret);
        login(LoginFixture.secret());
        login("nonsense", HERE);

        assertThat(fixture.metrics().executionTimesFor("login")).hasSize(3);
    }

    @Test
    void whiteSpaceOfPastingShouldBeIgnored() {
        String pasted =
                " " + secret.reveal().substring(0, 20) + " \t" + secret.reveal().substring(20) + " ";

        assertThat(login(pasted, HERE)).isInstanceOfSatisfying(Allowed.class, allowed -> assertThat(
                        allowed.secret().reveal())
                .isEqualTo(secret.reveal()));
    }

    @Test
    void typingErrorShouldBeRefusedWithoutAskingTheStore() {
        assertThat(login(secret.reveal() + "x", HERE)).isEqualTo(bad(Reason.MALFORMED_SECRET));
        assertThat(fixture.keyReads()).isZero();
    }

    @Test
    void unknownSecretShouldBeRefused() {
        assertThat(login(LoginFixture.secret())).isEqualTo(bad(Reason.UNKNOWN_SECRET));
    }

    @Test
    void revokedKeyShouldBeRefused() {
        assertThat(login(secret)).isInstanceOf(Allowed.class);

        fixture.revoke(secret);

        assertThat(login(secret)).isEqualTo(bad(Reason.KEY_REVOKED));
    }

    @Test
    void keyShouldWorkUntilItExpires() {
        ApiKeySecret expiring = fixture.key(
                Scope.DEFAULT,
                Set.of(),
                Set.of(),
                Optional.of(fixture.clock().instant().plusSeconds(60)));
        fixture.clock().advance(Duration.ofSeconds(59));
        assertThat(login(expiring)).isInstanceOf(Allowed.class);

        fixture.clock().advance(Duration.ofSeconds(1));

        assertThat(login(expiring)).isEqualTo(bad(Reason.KEY_EXPIRED));
    }

    @Test
    void keyShouldWorkFromItsNetworksOnly() {
        ApiKeySecret bound =
                fixture.key(Scope.DEFAULT, Set.of(), Set.of(CidrBlock.parse("192.0.2.0/24")), Optional.empty());

        assertThat(login(bound.reveal(), HERE)).isInstanceOf(Allowed.class);
        assertThat(login(bound.reveal(), ELSEWHERE)).isEqualTo(bad(Reason.ADDRESS_NOT_ALLOWED));
        assertThat(login(bound.reveal(), Optional.empty())).isEqualTo(bad(Reason.ADDRESS_NOT_ALLOWED));
    }

    @Test
    void suspendedOrganizationShouldBeSaid() {
        fixture.suspend();

        assertThat(login(secret)).isInstanceOf(Suspended.class);
    }

    @Test
    void missingScopeShouldBeSaid() {
        ApiKeySecret other = fixture.key(Scope.MESSAGES_READ);

        assertThat(login(other)).isInstanceOfSatisfying(MissingScope.class, missing -> assertThat(missing.scope())
                .isEqualTo(Scope.INBOXES_READ));
    }

    @Test
    void storeThatDoesNotAnswerShouldBeAFailure() {
        fixture.stopStore();

        assertThatThrownBy(() -> login(secret)).hasMessageContaining("store down");
    }

    @Test
    void failuresShouldNotBeCountedWhileTheStoreIsDown() {
        fixture.stopStore();
        for (int i = 0; i <= FailedKeys.MAX; i++) {
            assertThatThrownBy(() -> login(secret)).isNotNull();
        }
        assertThatThrownBy(() -> login(LoginFixture.secret())).hasMessageContaining("store down");
    }

    private void failTooOften() {
        for (int i = 0; i < FailedKeys.MAX; i++) {
            assertThat(login(LoginFixture.secret())).isEqualTo(bad(Reason.UNKNOWN_SECRET));
        }
    }

    @Test
    void addressWithTooManyWrongKeysShouldBeToldToWaitForTheRestOfTheMinute() {
        failTooOften();
        fixture.clock().advance(Duration.ofSeconds(20));

        assertThat(login(LoginFixture.secret())).isEqualTo(new Throttled(Duration.ofSeconds(40)));
        assertThat(login("no key", HERE)).isEqualTo(new Throttled(Duration.ofSeconds(40)));
        assertThat(login("no key", ELSEWHERE)).isEqualTo(bad(Reason.MALFORMED_SECRET));

        fixture.clock().advance(Duration.ofSeconds(40));
        assertThat(login(LoginFixture.secret())).isEqualTo(bad(Reason.UNKNOWN_SECRET));
    }

    @Test
    void goodKeyShouldWorkFromSuchAnAddressThoughItWasNeverUsed() {
        failTooOften();
        assertThat(login(LoginFixture.secret())).isInstanceOf(Throttled.class);

        assertThat(login(secret)).isInstanceOf(Allowed.class);
        assertThat(login(fixture.key(Scope.MESSAGES_READ))).isInstanceOf(MissingScope.class);
    }

    @Test
    void sameWrongKeyShouldCostSuchAnAddressOneReadOfTheStoreInASecond() {
        failTooOften();
        ApiKeySecret wrong = LoginFixture.secret();
        int reads = fixture.keyReads();

        login(wrong);
        login(wrong);
        login("no key", HERE);

        assertThat(fixture.keyReads()).isEqualTo(reads + 1);
        fixture.clock().advance(CachedLogins.STALENESS);
        login(wrong);
        assertThat(fixture.keyReads()).isEqualTo(reads + 2);
    }

    @Test
    void wrongKeyThatIsOneTooManyShouldNotBeAudited() {
        fixture.revoke(secret);
        failTooOften();

        assertThat(login(secret)).isInstanceOf(Throttled.class);

        assertThat(fixture.audited()).isEmpty();
    }

    @Test
    void missingScopeShouldNotCountAsAFailure() {
        ApiKeySecret other = fixture.key(Scope.MESSAGES_READ);
        for (int i = 0; i <= FailedKeys.MAX; i++) {
            login(other);
        }

        assertThat(login(secret)).isInstanceOf(Allowed.class);
    }

    @Test
    void auditShouldHoldOneSuccessAMinute() {
        login(secret);
        login(secret);
        login(secret.reveal(), ELSEWHERE);
        fixture.clock().advance(Duration.ofMinutes(1));
        login(secret);

        assertThat(fixture.audited())
                .extracting(AuditEvent::action, AuditEvent::outcome, event -> event.remoteAddress()
                        .orElseThrow())
                .containsExactly(
                        tuple(AuditAction.HTTP_LOGIN, AuditOutcome.SUCCESS, "192.0.2.1"),
                        tuple(AuditAction.HTTP_LOGIN, AuditOutcome.SUCCESS, "198.51.100.1"),
                        tuple(AuditAction.HTTP_LOGIN, AuditOutcome.SUCCESS, "192.0.2.1"));
    }

    @Test
    void auditShouldHoldRefusalsWithTheirReason() {
        fixture.revoke(secret);

        login(secret);

        assertThat(fixture.audited()).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(AuditOutcome.REFUSED);
            assertThat(event.reason()).contains("key_revoked");
            assertThat(event.keyId()).contains(fixture.find(secret).id());
        });
    }
}
