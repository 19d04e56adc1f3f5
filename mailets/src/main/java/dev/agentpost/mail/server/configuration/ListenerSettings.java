package dev.agentpost.mail.server.configuration;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param bindAddress an IPv4 address: James 3.8.1 splits its listen addresses at the colon
 * @param mxPort for mail from the world
 * @param apiPort for key holders, over HTTP
 * @param apiTls how that listener speaks
 */
public record ListenerSettings(
        String bindAddress, int smtpsPort, int imapsPort, int mxPort, int webadminPort, int apiPort, ApiTls apiTls) {
    private static final String IPV4_EXPECTED = "an IPv4 address such as 127.0.0.1 or 0.0.0.0 is expected";

    static ListenerSettings from(Environment environment) {
        String bindAddress = environment.get(Setting.BIND_ADDRESS, ListenerSettings::ipv4, IPV4_EXPECTED);
        ListenerSettings settings = new ListenerSettings(
                bindAddress,
                environment.port(Setting.SMTPS_PORT),
                environment.port(Setting.IMAPS_PORT),
                environment.port(Setting.MX_PORT),
                environment.port(Setting.WEBADMIN_PORT),
                environment.port(Setting.API_PORT),
                ApiTls.from(environment, bindAddress));
        settings.requireDistinctPorts();
        return settings;
    }

    /** The ports that the server opens, by the variable that moves each. */
    public Map<Setting, Integer> servedPorts() {
        Map<Setting, Integer> ports = new LinkedHashMap<>();
        ports.put(Setting.SMTPS_PORT, smtpsPort);
        ports.put(Setting.IMAPS_PORT, imapsPort);
        ports.put(Setting.MX_PORT, mxPort);
        ports.put(Setting.WEBADMIN_PORT, webadminPort);
        ports.put(Setting.API_PORT, apiPort);
        return ports;
    }

    /** An address at which this machine reaches the listeners. */
    public String connectAddress() {
        return bindAddress.equals("0.0.0.0") ? "127.0.0.1" : bindAddress;
    }

    /** What the operator should know of WebAdmin, which has no TLS; how a container's port is published cannot be seen. */
    public Optional<String> adminInterfaceWarning() {
        return InetAddresses.forString(bindAddress).isLoopbackAddress()
                ? Optional.empty()
                : Optional.of(Setting.BIND_ADDRESS + " is " + bindAddress + ", and the admin interface on port "
                        + webadminPort + " (" + Setting.WEBADMIN_PORT + ") has no TLS: let it be reached from this"
                        + " machine or a trusted network only; the port of a container is published on its host's"
                        + " loopback, as in the compose files");
    }

    private void requireDistinctPorts() {
        Map<Integer, Setting> seen = new LinkedHashMap<>();
        servedPorts().forEach((key, port) -> {
            Setting other = seen.putIfAbsent(port, key);
            if (other != null) {
                throw InvalidSettingException.of(key, port.toString(), other + " has this port already");
            }
        });
    }

    private static String ipv4(String value) {
        if (!(InetAddresses.forString(value) instanceof Inet4Address)) {
            throw new IllegalArgumentException(IPV4_EXPECTED);
        }
        return value;
    }
}
