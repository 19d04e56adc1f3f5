package dev.agentpost.mail.integration.benchmark.measure;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What Cassandra itself counts, whatever server uses it. Its virtual tables know no number of conditional writes, and it
 * opens no JMX port; but like any JVM of this user it can be asked to start its local management agent.
 */
public final class CassandraProcess implements AutoCloseable {
    private static final String STORAGE_SERVICE = "org.apache.cassandra.db:type=StorageService";
    private static final String COMPACTIONS = "org.apache.cassandra.db:type=CompactionManager";

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private CassandraProcess(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // the address comes from the process itself, which is one of this user's
    public static CassandraProcess attach(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new CassandraProcess(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException("cannot ask Cassandra, process " + pid, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Since its start. A batch is one statement; each page of a result is one; Read counts those at SERIAL too. */
    long statements() {
        return requests("Read") + requests("RangeSlice") + requests("Write") + requests("CASWrite");
    }

    /** Conditional statements and batches since its start, whether they applied or not. */
    long conditionalWrites() {
        return requests("CASWrite");
    }

    /** Since its start. They cost a round of Paxos too. */
    long serialReads() {
        return requests("CASRead");
    }

    private long requests(String kind) {
        String name = "org.apache.cassandra.metrics:type=ClientRequest,scope=" + kind + ",name=Latency";
        return (Long) attribute(name, "Count");
    }

    /** Writes all memtables to disk. */
    void flush() {
        try {
            for (String keyspace : keyspaces()) {
                beans.invoke(
                        name(STORAGE_SERVICE),
                        "forceKeyspaceFlush",
                        new Object[] {keyspace, new String[0]},
                        new String[] {String.class.getName(), String[].class.getName()});
            }
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // as Cassandra's interface StorageServiceMBean has it
    private List<String> keyspaces() {
        return (List<String>) attribute(STORAGE_SERVICE, "Keyspaces");
    }

    boolean isCompacting() {
        return !((List<?>) attribute(COMPACTIONS, "Compactions")).isEmpty();
    }

    private Object attribute(String bean, String attribute) {
        try {
            return beans.getAttribute(name(bean), attribute);
        } catch (JMException e) {
            throw new IllegalStateException(bean, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectName name(String bean) throws MalformedObjectNameException {
        return new ObjectName(bean);
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // the process may be gone
        }
    }
}
