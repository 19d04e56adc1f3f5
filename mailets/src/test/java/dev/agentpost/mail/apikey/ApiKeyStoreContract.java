package dev.agentpost.mail.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of API keys does. Each test has organizations of its own: the store may be shared. */
public interface ApiKeyStoreContract {
    Instant NOW = Instant.parse("2026-11-21T04:00:00.123Z");
    Instant LATER = NOW.plusSeconds(3600);
    SecureRandom RANDOM = new SecureRandom();

    ApiKeyStore testee();

    static ApiKey bareKey(OrganizationId organization) {
        return new ApiKey(
                ApiKeyId.generate(),
                organization,
                ApiKeySecret.generate(RANDOM).hash(),
                Optional.empty(),
                Scope.DEFAULT,
                Set.of(),
                Set.of(),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ApiKey fullKey(OrganizationId organization) {
        return new ApiKey(
                ApiKeyId.generate(),
                organization,
                ApiKeySecret.generate(RANDOM).hash(),
                Optional.of("Otto"),
                Set.of(Scope.values()),
                Set.of(InboxId.generate(), InboxId.generate()),
                Set.of(CidrBlock.parse("192.0.2.0/24"), CidrBlock.parse("2001:db8::/32")),
                NOW,
                Optional.of(LATER),
                Optional.empty(),
                Optional.empty());
    }

    private ApiKey created(OrganizationId organization) {
        ApiKey key = bareKey(organization);
        testee().create(key).block();
        return key;
    }

    private List<ApiKey> list(OrganizationId organization, Optional<ApiKeyId> after, int limit) {
        return testee().list(organization, after, limit).collectList().block();
    }

    private ApiKey find(ApiKey key) {
        return testee().find(key.secretHash()).block();
    }

    @Test
    default void findShouldBeEmptyAtFirst() {
        SecretHash unknown = ApiKeySecret.generate(RANDOM).hash();

        assertThat(testee().find(unknown).blockOptional()).isEmpty();
        assertThat(testee().find(OrganizationId.generate(), ApiKeyId.generate()).blockOptional())
                .isEmpty();
    }

    @Test
    default void listShouldBeEmptyAtFirst() {
        assertThat(list(OrganizationId.generate(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void findShouldReturnEveryField() {
        ApiKey key = fullKey(OrganizationId.generate());
        testee().create(key).block();

        assertThat(testee().find(key.secretHash()).block()).isEqualTo(key);
        assertThat(testee().find(key.organizationId(), key.id()).block()).isEqualTo(key);
    }

    @Test
    default void findShouldReturnAKeyWithoutOptionalFields() {
        ApiKey key = created(OrganizationId.generate());

        assertThat(testee().find(key.secretHash()).block()).isEqualTo(key);
        assertThat(testee().find(key.organizationId(), key.id()).block()).isEqualTo(key);
    }

    @Test
    default void findShouldReturnAKeyWithoutScopes() {
        ApiKey key = bareKey(OrganizationId.generate());
        ApiKey scopeless = new ApiKey(
                key.id(),
                key.organizationId(),
                key.secretHash(),
                key.name(),
                Set.of(),
                key.inboxes(),
                key.allowedIps(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                key.lastUsedAt());
        testee().create(scopeless).block();

        assertThat(find(scopeless)).isEqualTo(scopeless);
    }

    @Test
    default void findShouldNotReturnAKeyOfAnotherOrganization() {
        ApiKey key = created(OrganizationId.generate());

        assertThat(testee().find(OrganizationId.generate(), key.id()).blockOptional())
                .isEmpty();
    }

    @Test
    default void listShouldBeInOrderOfId() {
        OrganizationId acme = OrganizationId.generate();
        ApiKey first = created(acme);
        ApiKey second = created(acme);
        ApiKey third = created(acme);

        assertThat(list(acme, Optional.empty(), 10)).containsExactly(first, second, third);
    }

    @Test
    default void listShouldReturnPages() {
        OrganizationId acme = OrganizationId.generate();
        ApiKey first = created(acme);
        ApiKey second = created(acme);
        ApiKey third = created(acme);

        assertThat(list(acme, Optional.empty(), 2)).containsExactly(first, second);
        assertThat(list(acme, Optional.of(second.id()), 2)).containsExactly(third);
        assertThat(list(acme, Optional.of(third.id()), 2)).isEmpty();
    }

    @Test
    default void listShouldNotReturnKeysOfAnotherOrganization() {
        OrganizationId acme = OrganizationId.generate();
        ApiKey ofAcme = created(acme);
        created(OrganizationId.generate());

        assertThat(list(acme, Optional.empty(), 10)).containsExactly(ofAcme);
    }

    @Test
    default void revokeShouldSaveTheTime() {
        ApiKey key = created(OrganizationId.generate());

        testee().revoke(key.organizationId(), key.id(), LATER).block();

        assertThat(find(key)).isEqualTo(key.withRevokedAt(LATER));
    }

    @Test
    default void revokeShouldKeepTheKeyInTheList() {
        ApiKey key = created(OrganizationId.generate());

        testee().revoke(key.organizationId(), key.id(), LATER).block();

        assertThat(list(key.organizationId(), Optional.empty(), 10)).containsExactly(key.withRevokedAt(LATER));
    }

    @Test
    default void revokeShouldKeepTheTimeOfTheFirstRevocation() {
        ApiKey key = created(OrganizationId.generate());
        testee().revoke(key.organizationId(), key.id(), NOW).block();

        testee().revoke(key.organizationId(), key.id(), LATER).block();

        assertThat(find(key).revokedAt()).contains(NOW);
    }

    @Test
    default void revokeShouldDoNothingForAnotherOrganization() {
        ApiKey key = created(OrganizationId.generate());

        testee().revoke(OrganizationId.generate(), key.id(), NOW).block();

        assertThat(find(key)).isEqualTo(key);
    }

    @Test
    default void revokeShouldDoNothingWhenThereIsNoSuchKey() {
        OrganizationId acme = OrganizationId.generate();

        testee().revoke(acme, ApiKeyId.generate(), NOW).block();

        assertThat(list(acme, Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void saveLastUsedShouldOverwrite() {
        ApiKey key = created(OrganizationId.generate());
        testee().saveLastUsed(key.organizationId(), key.id(), NOW).block();

        testee().saveLastUsed(key.organizationId(), key.id(), LATER).block();

        assertThat(find(key)).isEqualTo(key.withLastUsedAt(LATER));
    }

    @Test
    default void saveLastUsedShouldDoNothingForAnotherOrganization() {
        ApiKey key = created(OrganizationId.generate());

        testee().saveLastUsed(OrganizationId.generate(), key.id(), NOW).block();

        assertThat(find(key)).isEqualTo(key);
    }

    @Test
    default void saveLastUsedShouldNotResurrectADeletedKey() {
        ApiKey key = created(OrganizationId.generate());
        testee().deleteAll(key.organizationId()).block();

        testee().saveLastUsed(key.organizationId(), key.id(), NOW).block();

        assertThat(testee().find(key.secretHash()).blockOptional()).isEmpty();
        assertThat(list(key.organizationId(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void deleteAllShouldForgetEveryKeyOfTheOrganization() {
        OrganizationId acme = OrganizationId.generate();
        ApiKey first = created(acme);
        ApiKey second = created(acme);

        testee().deleteAll(acme).block();

        assertThat(testee().find(first.secretHash()).blockOptional()).isEmpty();
        assertThat(testee().find(acme, second.id()).blockOptional()).isEmpty();
        assertThat(list(acme, Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void deleteAllShouldLeaveOtherOrganizationsAlone() {
        ApiKey kept = created(OrganizationId.generate());
        OrganizationId acme = OrganizationId.generate();
        created(acme);

        testee().deleteAll(acme).block();

        assertThat(find(kept)).isEqualTo(kept);
    }

    @Test
    default void deleteAllShouldBeIdempotent() {
        OrganizationId acme = OrganizationId.generate();
        created(acme);
        testee().deleteAll(acme).block();

        testee().deleteAll(acme).block();

        assertThat(list(acme, Optional.empty(), 10)).isEmpty();
    }
}
