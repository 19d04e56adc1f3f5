package dev.agentpost.mail.server.configuration;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Variables that a container platform sets for each service of the neighbourhood, named after it: Kubernetes with
 * {@code enableServiceLinks}, which is its default, and Docker with links.
 */
final class InjectedVariables {
    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://\\S+");
    private static final String PORT = "_PORT";
    private static final Pattern NAME = Pattern.compile(".+_SERVICE_HOST|.+_SERVICE_PORT(_\\w+)?"
            + "|.+_PORT_\\d+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?(_START|_END)?|.+_ENV_.+");
    private static final Pattern LINKED_CONTAINER = Pattern.compile("/[\\w.-]+/[\\w.-]+");

    private InjectedVariables() {}

    static boolean isInjected(String name, String value) {
        return name.endsWith(PORT) && isAddress(value)
                || NAME.matcher(name).matches()
                || name.endsWith("_NAME") && LINKED_CONTAINER.matcher(value).matches();
    }

    /** @throws InvalidSettingException when one of them has the name of a setting, and so hides what was meant */
    static void requireNoCollision(Map<String, String> variables) {
        Stream.of(Setting.values())
                .map(Setting::name)
                .filter(name -> name.endsWith(PORT) && isAddress(variables.getOrDefault(name, "")))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidSettingException(name + "=" + variables.get(name)
                            + " is no port: the container platform sets it for a service named \"" + service(name)
                            + "\"; set enableServiceLinks: false for the pod, or " + name + " to the port meant");
                });
    }

    private static boolean isAddress(String value) {
        return ADDRESS.matcher(value).matches();
    }

    private static String service(String name) {
        return name.substring(0, name.length() - PORT.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }
}
