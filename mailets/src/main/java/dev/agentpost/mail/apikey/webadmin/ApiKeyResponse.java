package dev.agentpost.mail.apikey.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.core.CidrBlock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A key as JSON.
 *
 * @param key the secret in clear: in the answer to its creation only
 * @param inboxes addresses of the inboxes that the key is bound to, the bare id of one that is deleted; empty: not bound
 * @param allowedIps empty: usable from anywhere
 */
record ApiKeyResponse(
        String id,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> key,
        @JsonProperty("organization_id") String organizationId,
        Optional<String> name,
        List<String> scopes,
        List<String> inboxes,
        @JsonProperty("expires_at") Optional<String> expiresAt,
        @JsonProperty("allowed_ips") List<String> allowedIps,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("last_used_at") Optional<String> lastUsedAt,
        @JsonProperty("revoked_at") Optional<String> revokedAt) {

    static ApiKeyResponse of(ApiKey key, List<String> inboxes) {
        return of(key, inboxes, Optional.empty());
    }

    static ApiKeyResponse withSecret(ApiKey key, List<String> inboxes, ApiKeySecret secret) {
        return of(key, inboxes, Optional.of(secret.reveal()));
    }

    private static ApiKeyResponse of(ApiKey key, List<String> inboxes, Optional<String> secret) {
        return new ApiKeyResponse(
                key.id().value(),
                secret,
                key.organizationId().value(),
                key.name(),
                key.scopes().stream().sorted().map(Scope::value).toList(),
                inboxes,
                key.expiresAt().map(Instant::toString),
                key.allowedIps().stream().map(CidrBlock::toString).sorted().toList(),
                key.createdAt().toString(),
                key.lastUsedAt().map(Instant::toString),
                key.revokedAt().map(Instant::toString));
    }

    @Override
    public String toString() {
        return "ApiKeyResponse[id=" + id + "]";
    }
}
