package dev.agentpost.mail.mailaccess.imap.fetch;

import dev.agentpost.mail.core.AddressField;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.imap.message.response.FetchResponse.Envelope.Address;
import org.apache.james.mime4j.dom.address.DomainList;
import org.apache.james.mime4j.dom.address.Group;
import org.apache.james.mime4j.dom.address.Mailbox;

/** An address of an ENVELOPE, or one of the two that begin and end a group. Null stands for NIL, as James has it. */
record EnvelopeAddress(String name, String route, String mailbox, String host) implements Address {
    private static final int HEX = 16;
    private static final Address GROUP_END = new EnvelopeAddress(null, null, null, null);

    /**
     * The parser cuts off the end of a text with other characters than ASCII, and decodes encoded words, which are to stay
     * as they were sent. So neither reaches it.
     */
    private static final Pattern HIDDEN = Pattern.compile("=\\?|[^\\x00-\\x7F]");

    private static final char HIDING = 0x7F;
    private static final Pattern SHOWN = Pattern.compile(HIDING + "(\\p{XDigit}{4})");

    /** One of a list, with a comment behind it or not. */
    private static final Pattern COMMENTED =
            Pattern.compile("\\G\\s*+([^\\s()<>,;:\"\\\\]++)\\s*+(?:\\(([^()\"\\\\]*+)\\)\\s*+)?+(,|$)");

    /** Null when there is none. */
    static Address[] parse(String text) {
        String hidden = Wording.isPlain(text) && !text.contains("=?")
                ? text
                : HIDDEN.matcher(text).replaceAll(found -> hide(found.group()));
        Address[] addresses = AddressField.parseLeniently(withNamesOfComments(hidden)).stream()
                .flatMap(address -> address instanceof Group group ? group(group) : one((Mailbox) address).stream())
                .toArray(Address[]::new);
        return addresses.length == 0 ? null : addresses;
    }

    /** {@code a@x.org (Ann)}, as programs of old write it; only of lists that have nothing more difficult. */
    private static String withNamesOfComments(String text) {
        if (text.indexOf('(') < 0) {
            return text;
        }
        StringBuilder named = new StringBuilder();
        Matcher address = COMMENTED.matcher(text);
        int end = 0;
        while (address.find()) {
            end = address.end();
            address.appendReplacement(named, address.group(2) == null ? "$1$3" : "\"$2\" <$1>$3");
        }
        return end == text.length() ? named.toString() : text;
    }

    private static String hide(String text) {
        return text.chars()
                .mapToObj(character -> String.format("%c%04x", HIDING, character))
                .collect(Collectors.joining());
    }

    private static String shown(String parsed) {
        if (Wording.isPlain(parsed)) {
            return parsed;
        }
        return Wording.quotable(SHOWN.matcher(parsed)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), HEX)))));
    }

    private static Stream<Address> group(Group group) {
        return Stream.of(
                        Stream.of(new EnvelopeAddress(null, null, shown(group.getName()), null)),
                        group.getMailboxes().stream().flatMap(mailbox -> one(mailbox).stream()),
                        Stream.of(GROUP_END))
                .flatMap(addresses -> addresses);
    }

    /** A host that is missing is empty: NIL would begin a group. */
    private static Optional<Address> one(Mailbox mailbox) {
        String local = Optional.ofNullable(mailbox.getLocalPart()).orElse("");
        String host = Optional.ofNullable(mailbox.getDomain()).orElse("");
        String name = Optional.ofNullable(mailbox.getName())
                .map(String::strip)
                .filter(given -> !given.isEmpty())
                .map(EnvelopeAddress::shown)
                .orElse(null);
        if (local.isEmpty() && host.isEmpty() && name == null) {
            return Optional.empty();
        }
        return Optional.of(new EnvelopeAddress(name, route(mailbox.getRoute()), shown(local), shown(host)));
    }

    private static String route(DomainList route) {
        return route == null || route.isEmpty() ? null : shown(route.toRouteString());
    }

    @Override
    public String getPersonalName() {
        return name;
    }

    @Override
    public String getAtDomainList() {
        return route;
    }

    @Override
    public String getMailboxName() {
        return mailbox;
    }

    @Override
    public String getHostName() {
        return host;
    }
}
