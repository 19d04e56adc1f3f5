package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.core.LoopbackPorts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A port for each of the listeners. */
final class FreePorts {
    private static final List<String> SETTINGS =
            List.of("SMTPS_PORT", "IMAPS_PORT", "MX_PORT", "WEBADMIN_PORT", "API_PORT");

    private FreePorts() {}

    static Map<String, String> settings() {
        List<Integer> ports = LoopbackPorts.free(SETTINGS.size());
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < ports.size(); i++) {
            settings.put(SETTINGS.get(i), Integer.toString(ports.get(i)));
        }
        return settings;
    }
}
