package dev.agentpost.mail.server.configuration;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.util.LinkedHashMap;
import java.util.Map;

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
    public static final String BIND_ADDRESS = "BIND_ADDRESS";
    public static final String SMTPS_PORT = "SMTPS_PORT";
    public static final String IMAPS_PORT = "IMAPS_PORT";
    public static final String MX_PORT = "MX_PORT";
    public static final String WEBADMIN_PORT = "WEBADMIN_PORT";
    public static final String API_PORT = "API_PORT";

    private static final String IPV4_EXPECTED = "an IPv4 address such as 127.0.0.1 or 0.0.0.0 is expected";

    static ListenerSettings from(Environment environment) {
        String bindAddress = environment
                .text(BIND_ADDRESS)
                .map(value -> environment.convert(BIND_ADDRESS, value, ListenerSettings::ipv4, IPV4_EXPECTED))
                .orElse("127.0.0.1");
        ListenerSettings settings = new ListenerSettings(
                bindAddress,
                environment.port(SMTPS_PORT, 10_465),
                environment.port(IMAPS_PORT, 10_993),
                environment.port(MX_PORT, 10_025),
                environment.port(WEBADMIN_PORT, 8_000),
                environment.port(API_PORT, 8_080),
                ApiTls.from(environment, bindAddress));
        settings.requireDistinctPorts();
        return settings;
    }

    /** The ports that the server opens, by the variable that moves each. */
    public Map<String, Integer> servedPorts() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put(SMTPS_PORT, smtpsPort);
        ports.put(IMAPS_PORT, imapsPort);
        ports.put(MX_PORT, mxPort);
        ports.put(WEBADMIN_PORT, webadminPort);
        ports.put(API_PORT, apiPort);
        return ports;
    }

    /** An address at which this machine reaches the listeners. */
    public String connectAddress() {
        return bindAddress.equals("0.0.0.0") ? "127.0.0.1" : bindAddress;
    }

    private void requireDistinctPorts() {
        Map<Integer, String> seen = new LinkedHashMap<>();
        servedPorts().forEach((key, port) -> {
            String other = seen.putIfAbsent(port, key);
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
