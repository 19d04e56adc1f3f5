package dev.agentpost.mail.apikey.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.core.CidrBlock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import spark.Request;

/**
 * The body of a creation. A list that is given must not be empty: that would make a key for nothing or for everything.
 *
 * @param inboxes addresses or ids, not looked up yet
 */
record ApiKeyRequest(
        Optional<String> name,
        Set<Scope> scopes,
        Set<String> inboxes,
        Set<CidrBlock> allowedIps,
        Optional<Instant> expiresAt) {

    private static final int LAST_YEAR = 9999;

    /** @throws AdminError naming the field */
    static ApiKeyRequest read(Request request, Instant now) {
        JsonBody body = JsonBody.read(request, "name", "scopes", "inboxes", "expires_at", "allowed_ips");
        return new ApiKeyRequest(
                body.optionalText("name").map(ApiKeyRequest::checkedName),
                list(body, "scopes").map(ApiKeyRequest::scopes).orElse(Scope.DEFAULT),
                list(body, "inboxes").<Set<String>>map(LinkedHashSet::new).orElse(Set.of()),
                list(body, "allowed_ips").map(ApiKeyRequest::networks).orElse(Set.of()),
                body.optionalText("expires_at").map(text -> future(text, now)));
    }

    private static Optional<List<String>> list(JsonBody body, String field) {
        Optional<List<String>> values = body.optionalTexts(field);
        if (values.filter(List::isEmpty).isPresent()) {
            throw AdminError.badField(field, "must not be empty; leave it out for the default");
        }
        return values;
    }

    private static String checkedName(String name) {
        try {
            ApiKey.checkName(name);
            return name;
        } catch (IllegalArgumentException e) {
            throw AdminError.badField("name", e);
        }
    }

    private static Set<Scope> scopes(List<String> values) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String value : values) {
            scopes.add(Scope.parse(value)
                    .orElseThrow(() -> AdminError.badField(
                            "scopes",
                            "unknown scope " + JsonBody.printable(value) + "; known are "
                                    + Stream.of(Scope.values())
                                            .map(Scope::value)
                                            .collect(Collectors.joining(", ")))));
        }
        return scopes;
    }

    private static Set<CidrBlock> networks(List<String> values) {
        Set<CidrBlock> networks = new LinkedHashSet<>();
        for (String value : values) {
            try {
                networks.add(CidrBlock.parse(value));
            } catch (IllegalArgumentException e) {
                throw AdminError.badField("allowed_ips", JsonBody.printable(e.getMessage()));
            }
        }
        return networks;
    }

    private static Instant future(String text, Instant now) {
        OffsetDateTime time;
        try {
            time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw AdminError.badField("expires_at", "must be a time like 2030-12-31T23:59:59Z (RFC 3339)");
        }
        if (time.getYear() > LAST_YEAR) {
            throw AdminError.badField("expires_at", "must be before the year 10000");
        }
        Instant expiry = time.toInstant().truncatedTo(ChronoUnit.MILLIS);
        if (!expiry.isAfter(now)) {
            throw AdminError.badField("expires_at", "must be in the future");
        }
        return expiry;
    }
}
