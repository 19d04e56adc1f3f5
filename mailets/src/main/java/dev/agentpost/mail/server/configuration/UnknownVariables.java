package dev.agentpost.mail.server.configuration;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Variables that look like settings of ours and are none. Where the name begins with a word that is ours alone, such a
 * variable stops the start; where it is near to a setting, or of a family like it, and may be another program's, it is
 * warned of.
 *
 * <p>A variable that is set to nothing changes nothing, and is let be. No value is repeated: it may be a secret.
 */
public final class UnknownVariables {
    private static final String OURS = "AGENTPOST_";

    static final List<String> FAMILIES = List.of(
            OURS,
            "API_KEY_SEND_",
            "AUDIT_RETENTION_",
            "CASSANDRA_",
            "DMARC_",
            "IMAPS_",
            "INBOX_SEND_",
            "MAX_MESSAGE_",
            "MX_",
            "ORGANIZATION_SEND_",
            "OUTBOUND_",
            "PUBLIC_IMAPS_",
            "PUBLIC_SMTPS_",
            "SMARTHOST_",
            "SMTPS_",
            "TRASH_",
            "WEBADMIN_");

    /** Other programs have such variables too, but one of these that is misspelt leaves the server with its own certificate. */
    private static final String SHARED_FAMILY = "TLS_";

    /** Of the programs of a Cassandra that is installed on the machine. */
    private static final Set<String> OF_CASSANDRA = Set.of(
            "CASSANDRA_CONF",
            "CASSANDRA_HEAPDUMP_DIR",
            "CASSANDRA_HOME",
            "CASSANDRA_INCLUDE",
            "CASSANDRA_LIBJEMALLOC",
            "CASSANDRA_LOG_DIR",
            "CASSANDRA_VERSION");

    /** Of the compose files, and maybe exported. */
    private static final Set<String> OF_COMPOSE = Set.of("AGENTPOST_IMAGE", "CASSANDRA_IMAGE");

    private static final Set<String> KNOWN =
            Stream.of(Setting.values()).map(Setting::name).collect(Collectors.toUnmodifiableSet());

    private static final String SECRET_IN_FILE = "_FILE";
    private static final int MAX_TYPING_ERRORS = 2;
    private static final int SHORT_NAME = 10;

    private UnknownVariables() {}

    /** @throws InvalidSettingException one line that names all that stop the start */
    static void requireNone(Map<String, String> variables) {
        String unknown =
                candidates(variables).flatMap(name -> refusal(name).stream()).collect(Collectors.joining("; "));
        if (!unknown.isEmpty()) {
            throw new InvalidSettingException(unknown);
        }
    }

    /** One line for each variable that is only warned of, in order of their names. */
    public static List<String> warnings(Map<String, String> variables) {
        return candidates(variables)
                .filter(name -> family(name).isEmpty())
                .flatMap(name -> hint(name).stream().map(hint -> name + " is not a setting and has no effect: " + hint))
                .toList();
    }

    private static Optional<String> hint(String name) {
        return near(name)
                .map(meant -> "is " + meant + " meant?")
                .or(() -> upperCase(name).startsWith(SHARED_FAMILY)
                        ? Optional.of("those that begin so are " + settingsOf(SHARED_FAMILY))
                        : Optional.empty());
    }

    private static String settingsOf(String family) {
        return KNOWN.stream().filter(known -> known.startsWith(family)).sorted().collect(Collectors.joining(", "));
    }

    private static Stream<String> candidates(Map<String, String> variables) {
        return variables.entrySet().stream()
                .filter(variable -> !variable.getValue().isBlank())
                .filter(variable -> !InjectedVariables.isInjected(variable.getKey(), variable.getValue()))
                .map(Map.Entry::getKey)
                .filter(Predicate.not(KNOWN::contains))
                .filter(Predicate.not(OF_CASSANDRA::contains))
                .filter(Predicate.not(OF_COMPOSE::contains))
                .sorted();
    }

    private static Optional<String> refusal(String name) {
        return family(name)
                .flatMap(family -> meant(name))
                .map(meant -> name + " is not a setting: is " + meant + " meant?");
    }

    /** The setting that is near to a name, else the most alike of its family, if it is of one. */
    static Optional<String> meant(String name) {
        return near(name).or(() -> family(name).map(family -> nearest(upperCase(name), family)));
    }

    private static Optional<String> family(String name) {
        return FAMILIES.stream()
                .filter(family -> upperCase(name).startsWith(family))
                .findFirst();
    }

    /** Some letters away. Short names are near to many names of other programs: fewer differences count there. */
    private static Optional<String> near(String name) {
        String upperCase = upperCase(name);
        if (KNOWN.contains(upperCase + SECRET_IN_FILE)) {
            return Optional.of(upperCase + SECRET_IN_FILE);
        }
        LevenshteinDistance distance = new LevenshteinDistance(name.length() < SHORT_NAME ? 1 : MAX_TYPING_ERRORS);
        return KNOWN.stream()
                .filter(known -> distance.apply(upperCase, known) >= 0)
                .min(Comparator.<String>comparingInt(known -> distance.apply(upperCase, known))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The one of the family whose rest is the most alike; of all settings where our name alone stands in front. */
    private static String nearest(String name, String family) {
        String rest = name.substring(family.length());
        JaroWinklerSimilarity similarity = new JaroWinklerSimilarity();
        return KNOWN.stream()
                .filter(known -> family.equals(OURS) || known.startsWith(family))
                .max(Comparator.<String>comparingDouble(known -> similarity.apply(
                                rest, known.startsWith(family) ? known.substring(family.length()) : known))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    private static String upperCase(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
