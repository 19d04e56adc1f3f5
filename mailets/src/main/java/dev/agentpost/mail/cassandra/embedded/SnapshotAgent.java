package dev.agentpost.mail.cassandra.embedded;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Runs inside Cassandra's process, into which it is loaded for the moment of a snapshot: so that no JMX port need be
 * open. Knows the JDK alone.
 */
public final class SnapshotAgent {
    static final String TAKE = "take:";
    static final String CLEAR = "clear:";

    private static final String STRING = String.class.getName();
    private static final String STRINGS = String[].class.getName();

    private SnapshotAgent() {}

    /** @param order {@value #TAKE} or {@value #CLEAR} and the name of a snapshot of all keyspaces */
    public static void agentmain(String order) throws JMException {
        if (order.startsWith(TAKE)) {
            // Flushes each table first
            invoke(
                    "takeSnapshot",
                    new Object[] {order.substring(TAKE.length()), new HashMap<String, String>(), new String[0]},
                    STRING,
                    Map.class.getName(),
                    STRINGS);
        } else {
            invoke("clearSnapshot", new Object[] {order.substring(CLEAR.length()), new String[0]}, STRING, STRINGS);
        }
    }

    private static void invoke(String operation, Object[] arguments, String... signature) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        server.invoke(new ObjectName("org.apache.cassandra.db:type=StorageService"), operation, arguments, signature);
    }
}
