package dev.agentpost.mail.inbox;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which addresses may be aliases. On the domain that all organizations share, an alias may not look like what another
 * inbox could be given, {@code name-} and six letters or digits, unless the six are those of its own inbox: a chosen
 * suffix could differ from a neighbour's in a single look-alike letter. Nor may it be a name under which an operator
 * writes to the people it serves. Other names there are free, and go to the first who asks.
 */
public final class AliasNames {
    private static final Pattern GENERATED = Pattern.compile(".+-([a-z0-9]{" + InboxAddresses.SUFFIX_LENGTH + "})");

    private static final Set<String> THE_OPERATORS = Set.of(
            "account",
            "accounts",
            "agentpost",
            "billing",
            "contact",
            "help",
            "helpdesk",
            "info",
            "mail",
            "no-reply",
            "noreply",
            "notifications",
            "official",
            "operator",
            "payments",
            "service",
            "support",
            "system",
            "team",
            "verify");

    private final String sharedDomain;

    /** @param sharedDomain a lower-case domain name */
    public AliasNames(String sharedDomain) {
        this.sharedDomain = sharedDomain;
    }

    /** Why the inbox cannot have this alias, for the person who asked; empty when it may. */
    public Optional<String> refusal(InboxAddress inbox, InboxAddress alias) {
        String name = alias.localPart();
        if (InboxAddresses.RESERVED.contains(name)) {
            return Optional.of("'" + name + "' is reserved");
        }
        if (!alias.domain().equals(sharedDomain)) {
            return Optional.empty();
        }
        if (THE_OPERATORS.contains(name)) {
            return Optional.of("'" + name + "' is reserved on the shared domain: it speaks for the operator");
        }
        Matcher generated = GENERATED.matcher(name);
        if (generated.matches() && !suffix(inbox).equals(Optional.of(generated.group(1)))) {
            return Optional.of("on the shared domain a hyphen and six letters or digits end the address of an inbox: '"
                    + generated.group(1) + "' is not the end of " + inbox);
        }
        return Optional.empty();
    }

    private Optional<String> suffix(InboxAddress inbox) {
        Matcher own = GENERATED.matcher(inbox.localPart());
        return inbox.domain().equals(sharedDomain) && own.matches() ? Optional.of(own.group(1)) : Optional.empty();
    }
}
