package dev.agentpost.mail.login;

import static dev.agentpost.mail.login.LoginFixture.BOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.net.InetAddresses;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.login.LoginResult.Allowed;
import dev.agentpost.mail.login.LoginResult.BadCredentials;
import dev.agentpost.mail.login.LoginResult.MissingScope;
import dev.agentpost.mail.login.LoginResult.Reason;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The rows of "One login decision". */
class ApiKeyInboxLoginTest {
    private final LoginFixture fixture = new LoginFixture();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ApiKeyInboxLogin.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void readTheLog() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private LoginResult login(ApiKeySecret secret) {
        return fixture.login(BOT.asString(), secret.reveal());
    }

    private String infoLines() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.INFO)
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void loginShouldBeAllowedWithAGoodKey() {
        LoginResult result = login(fixture.secret);

        assertThat(result).isEqualTo(new Allowed(fixture.context()));
    }

    @Test
    void loginShouldIgnoreTheCaseOfTheUsername() {
        LoginResult result = fixture.login("BoT@Shared.LOCALHOST", fixture.secret.reveal());

        assertThat(result).isInstanceOf(Allowed.class);
    }

    @Test
    void loginShouldIgnoreWhiteSpaceOfAPastedKey() {
        String secret = fixture.secret.reveal();

        LoginResult result =
                fixture.login(BOT.asString(), " " + secret.substring(0, 20) + "\r\n" + secret.substring(20) + "\n");

        assertThat(result).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bot", "@shared.localhost", "bot@", "bot+tag@shared.localhost", "a b@shared.localhost"})
    void loginShouldBeRefusedWhenTheUsernameIsNoInboxAddress(String username) {
        LoginResult result = fixture.login(username, fixture.secret.reveal());

        assertThat(result).isEqualTo(new BadCredentials(Reason.MALFORMED_USERNAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "ap_sk_", "ap_sk_00000000000000000000000000000000000000000000000001"})
    void loginShouldBeRefusedWithoutAskingTheStoreForTheKeyWhenTheSecretIsMalformed(String secret) {
        LoginResult result = fixture.login(BOT.asString(), secret);

        assertThat(result).isEqualTo(new BadCredentials(Reason.MALFORMED_SECRET));
        assertThat(fixture.keyReads).hasValue(0);
    }

    @Test
    void loginShouldBeRefusedWhenTheInboxIsUnknown() {
        LoginResult result = fixture.login("nobody@shared.localhost", fixture.secret.reveal());

        assertThat(result).isEqualTo(new BadCredentials(Reason.UNKNOWN_INBOX));
    }

    @Test
    void loginShouldBeRefusedWhenTheSecretIsWrong() {
        LoginResult result = login(LoginFixture.secret());

        assertThat(result).isEqualTo(new BadCredentials(Reason.UNKNOWN_SECRET));
    }

    @Test
    void loginShouldBeRefusedWhenTheKeyIsAnotherOrganizations() {
        ApiKeySecret secret = LoginFixture.secret();
        fixture.save(fixture.key(fixture.organization().id(), secret));

        assertThat(login(secret)).isEqualTo(new BadCredentials(Reason.OTHER_ORGANIZATION));
    }

    @Test
    void loginShouldBeRefusedWhenTheKeyIsRevoked() {
        fixture.keys
                .revoke(fixture.acme.id(), fixture.key.id(), fixture.clock.instant())
                .block();

        assertThat(login(fixture.secret)).isEqualTo(new BadCredentials(Reason.KEY_REVOKED));
    }

    @Test
    void loginShouldBeRefusedFromTheMomentTheKeyExpires() {
        ApiKeySecret secret = LoginFixture.secret();
        fixture.save(fixture.key(
                fixture.acme.id(),
                secret,
                Scope.DEFAULT,
                Set.of(),
                Set.of(),
                Optional.of(fixture.clock.instant().plusSeconds(60))));
        fixture.clock.advance(Duration.ofSeconds(59));
        assertThat(login(secret)).isInstanceOf(Allowed.class);

        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(login(secret)).isEqualTo(new BadCredentials(Reason.KEY_EXPIRED));
    }

    @Test
    void loginShouldBeRefusedWhenTheKeyIsNotBoundToTheInbox() {
        ApiKeySecret secret = LoginFixture.secret();
        fixture.save(fixture.key(
                fixture.acme.id(), secret, Scope.DEFAULT, Set.of(InboxId.generate()), Set.of(), Optional.empty()));

        assertThat(login(secret)).isEqualTo(new BadCredentials(Reason.KEY_NOT_BOUND_TO_INBOX));
    }

    @Test
    void loginShouldBeAllowedWhenTheKeyIsBoundToTheInbox() {
        ApiKeySecret secret = LoginFixture.secret();
        fixture.save(fixture.key(
                fixture.acme.id(), secret, Scope.DEFAULT, Set.of(fixture.bot.id()), Set.of(), Optional.empty()));

        assertThat(login(secret)).isInstanceOf(Allowed.class);
    }

    @Test
    void loginShouldBeRefusedOutsideOfTheAllowedIps() {
        ApiKeySecret secret = keyForOneNetwork();

        assertThat(loginFrom(secret, Optional.of("198.51.100.1")))
                .isEqualTo(new BadCredentials(Reason.ADDRESS_NOT_ALLOWED));
    }

    @Test
    void loginShouldBeRefusedWhenAllowedIpsAreSetAndTheRemoteAddressIsUnknown() {
        ApiKeySecret secret = keyForOneNetwork();

        assertThat(loginFrom(secret, Optional.empty())).isEqualTo(new BadCredentials(Reason.ADDRESS_NOT_ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "::ffff:192.0.2.7"})
    void loginShouldBeAllowedWithinTheAllowedIps(String remoteAddress) {
        ApiKeySecret secret = keyForOneNetwork();

        assertThat(loginFrom(secret, Optional.of(remoteAddress))).isInstanceOf(Allowed.class);
    }

    private ApiKeySecret keyForOneNetwork() {
        ApiKeySecret secret = LoginFixture.secret();
        fixture.save(fixture.key(
                fixture.acme.id(),
                secret,
                Scope.DEFAULT,
                Set.of(),
                Set.of(CidrBlock.parse("192.0.2.0/24")),
                Optional.empty()));
        return secret;
    }

    private LoginResult loginFrom(ApiKeySecret secret, Optional<String> remoteAddress) {
        return fixture.login
                .login(new LoginAttempt(
                        LoginProtocol.IMAP,
                        BOT.asString(),
                        secret.reveal(),
                        Scope.MESSAGES_READ,
                        remoteAddress.map(InetAddresses::forString)))
                .block();
    }

    @Test
    void loginShouldBeRefusedWhenTheOrganizationIsGone() {
        fixture.organizations.delete(fixture.acme.id()).block();

        assertThat(login(fixture.secret)).isEqualTo(new BadCredentials(Reason.ORGANIZATION_GONE));
    }

    @Test
    void loginShouldSayThatTheOrganizationIsSuspended() {
        fixture.organizations
                .update(fixture.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .block();

        LoginResult result = login(fixture.secret);

        assertThat(((Allowed) result).context().organizationSuspended()).isTrue();
    }

    @Test
    void loginShouldSayWhichScopeAValidKeyLacks() {
        ApiKeySecret secret = keyWithoutMessagesRead(Set.of());

        assertThat(login(secret)).isInstanceOfSatisfying(MissingScope.class, missing -> assertThat(missing.scope())
                .isEqualTo(Scope.MESSAGES_READ));
    }

    @Test
    void loginShouldNotSpeakOfScopesWhenTheKeyIsNotValidForTheInbox() {
        ApiKeySecret secret = keyWithoutMessagesRead(Set.of(InboxId.generate()));

        assertThat(login(secret)).isEqualTo(new BadCredentials(Reason.KEY_NOT_BOUND_TO_INBOX));
    }

    private ApiKeySecret keyWithoutMessagesRead(Set<InboxId> boundTo) {
        ApiKeySecret secret = LoginFixture.secret();
        fixture.save(fixture.key(
                fixture.acme.id(), secret, Set.of(Scope.MESSAGES_WRITE), boundTo, Set.of(), Optional.empty()));
        return secret;
    }

    @Test
    void loginShouldFailWhenTheStoreDoesNotAnswer() {
        fixture.storeDown = true;

        assertThatThrownBy(() -> login(fixture.secret)).hasMessageContaining("store down");
    }

    @Test
    void loginShouldSucceedAgainOnceTheStoreAnswers() {
        fixture.storeDown = true;
        assertThatThrownBy(() -> login(fixture.secret)).hasMessageContaining("store down");

        fixture.storeDown = false;

        assertThat(login(fixture.secret)).isInstanceOf(Allowed.class);
    }

    @Test
    void loginShouldReadTheSameThingsWhetherOrNotTheInboxExists() {
        ApiKeySecret secret = LoginFixture.secret();
        Organization other = fixture.organization();
        fixture.save(fixture.key(other.id(), secret));
        Inbox foreign = fixture.inbox(fixture.acme.id(), new InboxAddress("known", "shared.localhost"));

        fixture.login(foreign.email().asString(), secret.reveal());
        int readsForAKnownInbox = totalReads();
        fixture.cached.forgetAll();
        fixture.login("unknown@shared.localhost", secret.reveal());

        assertThat(totalReads()).isEqualTo(2 * readsForAKnownInbox);
    }

    private int totalReads() {
        return fixture.inboxReads.get() + fixture.keyReads.get() + fixture.organizationReads.get();
    }

    @Test
    void refusalShouldBeLoggedWithReasonInboxKeyAndRemoteAddress() {
        ApiKeySecret secret = LoginFixture.secret();
        ApiKey foreign = fixture.save(fixture.key(fixture.organization().id(), secret));

        loginFrom(secret, Optional.of("198.51.100.1"));

        assertThat(infoLines())
                .contains("OTHER_ORGANIZATION", BOT.asString(), foreign.id().value(), "198.51.100.1");
    }

    @Test
    void missingScopeShouldBeLogged() {
        ApiKeySecret secret = keyWithoutMessagesRead(Set.of());

        login(secret);

        assertThat(infoLines()).contains("messages:read", BOT.asString());
    }

    @Test
    void secretShouldNeverBeLogged() {
        ApiKeySecret wrong = LoginFixture.secret();

        login(wrong);
        fixture.login(wrong.reveal(), wrong.reveal());
        fixture.login(BOT.asString(), "ap_sk_typo");

        assertThat(infoLines()).doesNotContain("ap_sk_");
    }

    @Test
    void lineBreaksOfTheUsernameShouldNotReachTheLog() {
        fixture.login("bot\r\nlogin allowed", fixture.secret.reveal());

        assertThat(infoLines()).doesNotContain("\n").doesNotContain("\r");
    }

    @Test
    void lastUsedAtShouldBeSaved() {
        login(fixture.secret);

        assertThat(fixture.keys.find(fixture.key.secretHash()).block().lastUsedAt())
                .contains(fixture.clock.instant());
    }

    @Test
    void lastUsedAtShouldBeSavedOnceAMinute() {
        login(fixture.secret);
        fixture.clock.advance(Duration.ofSeconds(59));
        login(fixture.secret);
        assertThat(fixture.lastUsedWrites).hasValue(1);

        fixture.clock.advance(Duration.ofSeconds(1));
        login(fixture.secret);

        assertThat(fixture.lastUsedWrites).hasValue(2);
    }

    @Test
    void lastUsedAtShouldNotBeSavedByARefusedLogin() {
        fixture.login("nobody@shared.localhost", fixture.secret.reveal());

        assertThat(fixture.lastUsedWrites).hasValue(0);
    }

    @Test
    void loginShouldBeAllowedWhenLastUsedAtCannotBeSaved() {
        fixture.lastUsedFails = true;

        assertThat(login(fixture.secret)).isInstanceOf(Allowed.class);
    }

    @Test
    void lastUsedAtShouldBeSavedByTheNextLoginWhenItCouldNotBeSaved() {
        fixture.lastUsedFails = true;
        login(fixture.secret);
        fixture.lastUsedFails = false;

        login(fixture.secret);

        assertThat(fixture.keys.find(fixture.key.secretHash()).block().lastUsedAt())
                .isPresent();
    }

    /** Who, from where and why; see {@link LoginAudit} for whom it is told. */
    @Nested
    class Audit {
        private static final String FROM = "192.0.2.7";

        private AuditEvent noted() {
            assertThat(fixture.audited).hasSize(1);
            return fixture.audited.get(0);
        }

        @Test
        void refusalShouldBeNotedWithItsReason() {
            fixture.keys
                    .revoke(fixture.acme.id(), fixture.key.id(), fixture.clock.instant())
                    .block();
            loginFrom(fixture.secret, Optional.of(FROM));

            assertThat(noted().organization()).isEqualTo(fixture.acme.id());
            assertThat(noted().action()).isEqualTo(AuditAction.IMAP_LOGIN);
            assertThat(noted().outcome()).isEqualTo(AuditOutcome.REFUSED);
            assertThat(noted().inbox()).contains(BOT.asString());
            assertThat(noted().keyId()).contains(fixture.key.id());
            assertThat(noted().remoteAddress()).contains(FROM);
            assertThat(noted().reason()).contains("key_revoked");
            assertThat(noted().toString()).doesNotContain(fixture.secret.reveal());
        }

        @Test
        void unknownSecretShouldBeNotedForTheOwnerOfTheInbox() {
            login(LoginFixture.secret());

            assertThat(noted().organization()).isEqualTo(fixture.acme.id());
            assertThat(noted().keyId()).isEmpty();
            assertThat(noted().reason()).contains("unknown_secret");
        }

        @Test
        void malformedSecretShouldBeNotedForTheOwnerOfTheInbox() {
            fixture.login(BOT.asString(), "secret");

            assertThat(noted().organization()).isEqualTo(fixture.acme.id());
            assertThat(noted().inbox()).contains(BOT.asString());
            assertThat(noted().reason()).contains("malformed_secret");
        }

        @Test
        void keyOfAnotherOrganizationShouldNotBeNamed() {
            ApiKeySecret foreign = LoginFixture.secret();
            fixture.save(fixture.key(fixture.organization().id(), foreign));
            login(foreign);

            assertThat(noted().organization()).isEqualTo(fixture.acme.id());
            assertThat(noted().keyId()).isEmpty();
        }

        @Test
        void unknownInboxShouldBeNotedForTheOwnerOfTheKey() {
            fixture.login("nobody@shared.example", fixture.secret.reveal());

            assertThat(noted().organization()).isEqualTo(fixture.acme.id());
            assertThat(noted().inbox()).isEmpty();
            assertThat(noted().reason()).contains("unknown_inbox");
        }

        @Test
        void missingScopeShouldBeNoted() {
            ApiKeySecret writeOnly = LoginFixture.secret();
            fixture.save(fixture.key(
                    fixture.acme.id(), writeOnly, Set.of(Scope.MESSAGES_WRITE), Set.of(), Set.of(), Optional.empty()));
            login(writeOnly);

            assertThat(noted().reason()).contains("key lacks scope messages:read");
        }

        /** Of whom nobody knows. */
        @Test
        void strangerShouldNotBeNoted() {
            fixture.login("nobody@shared.example", LoginFixture.secret().reveal());

            assertThat(fixture.audited).isEmpty();
        }

        /** Whether the session begins is for the protocol to say. */
        @Test
        void allowedLoginShouldNotBeNotedYet() {
            login(fixture.secret);

            assertThat(fixture.audited).isEmpty();
        }
    }
}
