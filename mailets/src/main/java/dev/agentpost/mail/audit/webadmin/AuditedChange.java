package dev.agentpost.mail.audit.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request to the admin routes has changed, as its path and its answer tell.
 *
 * @param inbox the address
 * @param reason what it was changed to, or which thing of its kind
 */
record AuditedChange(
        OrganizationId organization,
        AuditAction action,
        Optional<ApiKeyId> key,
        Optional<String> inbox,
        Optional<String> reason) {

    /** Empty for what is no change of an organization's. */
    static Optional<AuditedChange> of(String method, String path, JsonNode answer) {
        List<String> parts = Splitter.on('/').omitEmptyStrings().splitToList(path);
        if (parts.isEmpty() || !parts.get(0).equals("organizations")) {
            return Optional.empty();
        }
        String organization =
                parts.size() > 1 ? parts.get(1) : answer.path("id").asText();
        return action(method, parts)
                .filter(action -> OrganizationId.isValid(organization))
                .map(action -> new AuditedChange(
                        OrganizationId.of(organization),
                        action,
                        key(parts, answer),
                        inbox(parts, answer),
                        reason(action, parts, answer)));
    }

    private static Optional<AuditAction> action(String method, List<String> parts) {
        // names of things and of one of them take turns
        String things = parts.get((parts.size() - 1) / 2 * 2);
        return Optional.ofNullable(
                switch (method + " " + things) {
                    case "POST organizations" -> AuditAction.ORGANIZATION_CREATE;
                    case "PATCH organizations" -> AuditAction.ORGANIZATION_UPDATE;
                    case "DELETE organizations" -> AuditAction.ORGANIZATION_DELETE;
                    case "POST api-keys" -> AuditAction.KEY_CREATE;
                    case "DELETE api-keys" -> AuditAction.KEY_REVOKE;
                    case "POST inboxes" -> AuditAction.INBOX_CREATE;
                    case "PATCH inboxes" -> AuditAction.INBOX_UPDATE;
                    case "DELETE inboxes" -> AuditAction.INBOX_DELETE;
                    case "PUT aliases" -> AuditAction.ALIAS_CREATE;
                    case "DELETE aliases" -> AuditAction.ALIAS_DELETE;
                    case "POST filter-rules" -> AuditAction.RULE_CREATE;
                    case "DELETE filter-rules" -> AuditAction.RULE_DELETE;
                    case "PUT limits" -> AuditAction.LIMIT_UPDATE;
                    case "POST domains" -> AuditAction.DOMAIN_CREATE;
                    case "PATCH domains" -> AuditAction.DOMAIN_UPDATE;
                    case "POST verify" -> AuditAction.DOMAIN_VERIFY;
                    case "DELETE domains" -> AuditAction.DOMAIN_DELETE;
                    case "POST dkim" -> AuditAction.DKIM_ROTATE;
                    case "DELETE suppressions" -> AuditAction.SUPPRESSION_DELETE;
                    case "POST retry" -> AuditAction.DELIVERY_RETRY;
                    case "DELETE deliveries" -> AuditAction.DELIVERY_CANCEL;
                    default -> null;
                });
    }

    private static Optional<String> named(String things, List<String> parts) {
        return parts.size() > 3 && parts.get(2).equals(things) ? Optional.of(parts.get(3)) : Optional.empty();
    }

    private static boolean concerns(String things, List<String> parts) {
        return parts.size() > 2 && parts.get(2).equals(things);
    }

    private static Optional<ApiKeyId> key(List<String> parts, JsonNode answer) {
        return named("api-keys", parts)
                .or(() -> concerns("api-keys", parts) ? text(answer, "id") : Optional.empty())
                .filter(ApiKeyId::isValid)
                .map(ApiKeyId::of);
    }

    private static Optional<String> inbox(List<String> parts, JsonNode answer) {
        return named("inboxes", parts)
                .map(email -> email.toLowerCase(Locale.ROOT))
                .or(() -> concerns("inboxes", parts) ? text(answer, "email") : Optional.empty());
    }

    private static Optional<String> reason(AuditAction action, List<String> parts, JsonNode answer) {
        return switch (action) {
            case ORGANIZATION_UPDATE -> text(answer, "status").map(status -> "status=" + status);
            case INBOX_UPDATE -> text(answer, "send_paused").map(paused -> "send_paused=" + paused);
            case RULE_CREATE -> text(answer, "id");
            case DOMAIN_CREATE, DOMAIN_UPDATE, DKIM_ROTATE -> text(answer, "domain");
            case DOMAIN_VERIFY ->
                text(answer, "domain")
                        .map(domain -> domain + " " + answer.path("status").asText());
            case SUPPRESSION_DELETE -> named("suppressions", parts).or(() -> Optional.of("all"));
            case RULE_DELETE, DOMAIN_DELETE, DELIVERY_CANCEL, ALIAS_CREATE, ALIAS_DELETE ->
                Optional.of(parts.get(parts.size() - 1));
            case DELIVERY_RETRY -> named("deliveries", parts);
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(JsonNode answer, String field) {
        return Optional.of(answer.path(field))
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty());
    }
}
