package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.core.LoopbackPorts;
import dev.agentpost.mail.server.configuration.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A free port for each of the listeners, for a server that nobody is to meet. */
final class FreePorts {
    private static final List<Setting> PORTS =
            List.of(Setting.SMTPS_PORT, Setting.IMAPS_PORT, Setting.MX_PORT, Setting.WEBADMIN_PORT, Setting.API_PORT);

    private FreePorts() {}

    /** As variables of the environment. */
    static Map<String, String> settings() {
        List<Integer> free = LoopbackPorts.free(PORTS.size());
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < free.size(); i++) {
            settings.put(PORTS.get(i).name(), Integer.toString(free.get(i)));
        }
        return settings;
    }
}
