package dev.agentpost.mail.keyinfo.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.keyinfo.KeyLimits;
import dev.agentpost.mail.keyinfo.KeyLimits.OfInbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a key is told of itself.
 *
 * @param organization its id
 * @param inboxes addresses of those that it opens, the oldest first
 * @param next to be given as {@code after} for more inboxes; null when these are the last
 */
record KeyInfoResponse(
        @JsonProperty("key_id") String keyId,
        String organization,
        List<String> scopes,
        @JsonProperty("expires_at") Optional<String> expiresAt,
        List<String> inboxes,
        Optional<String> next,
        Limits limits) {

    /** @param inboxes by address */
    record Limits(@JsonProperty("api_key") Sends key, Sends organization, Map<String, InboxLimits> inboxes) {}

    record Sends(List<Window> sends) {
        static Sends of(List<KeyLimits.Window> windows) {
            return new Sends(windows.stream().map(Window::of).toList());
        }
    }

    record InboxLimits(
            List<Window> sends, @JsonProperty("imap_connections") int imapConnections, Remaining remaining) {}

    record Remaining(@JsonProperty("imap_connections") int imapConnections) {}

    record Window(int max, @JsonProperty("per_seconds") int perSeconds, long remaining) {
        static Window of(KeyLimits.Window window) {
            return new Window(window.max(), window.perSeconds(), window.remaining());
        }
    }

    static KeyInfoResponse of(
            ApiKey key,
            List<KeyLimits.Window> ofKey,
            List<KeyLimits.Window> ofOrganization,
            List<OfInbox> found,
            int shown) {
        List<OfInbox> page = found.subList(0, Math.min(shown, found.size()));
        Map<String, InboxLimits> byAddress = new LinkedHashMap<>();
        page.forEach(each -> byAddress.put(each.inbox().email().asString(), limits(each)));
        return new KeyInfoResponse(
                key.id().value(),
                key.organizationId().value(),
                key.scopes().stream().sorted().map(Scope::value).toList(),
                key.expiresAt().map(Object::toString),
                List.copyOf(byAddress.keySet()),
                found.size() > shown
                        ? Optional.of(page.get(page.size() - 1).inbox().id().value())
                        : Optional.empty(),
                new Limits(Sends.of(ofKey), Sends.of(ofOrganization), byAddress));
    }

    private static InboxLimits limits(OfInbox inbox) {
        return new InboxLimits(
                inbox.sends().stream().map(Window::of).toList(),
                inbox.imapConnections(),
                new Remaining(inbox.remainingConnections()));
    }
}
