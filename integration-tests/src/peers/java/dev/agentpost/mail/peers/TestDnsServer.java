package dev.agentpost.mail.peers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A name server on loopback, UDP and TCP on the same port, that knows what a test tells it: {@code
 * dns.mx("example.org", 10, "mx.example.org").a("mx.example.org", "127.0.0.2")}. What it was not told of does not exist
 * (NXDOMAIN); a name with records of other types only has NODATA; an alias is answered with what it leads to.
 *
 * <p>Records may be changed at any time; those that were handed out are remembered by resolvers for their TTL, zero
 * unless {@link #ttl} says otherwise.
 */
public final class TestDnsServer implements AutoCloseable {
    private static final int MAX_UDP = 65_535;
    private static final int MAX_ALIASES = 10;
    private static final int TRIES_TO_BIND = 20;

    /** How names behave that do not simply have their records. */
    private enum Trouble {
        SERVFAIL,
        REFUSED,
        SILENCE,
        TRUNCATION
    }

    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Name, Trouble> troubles = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-dns");
        thread.setDaemon(true);
        return thread;
    });
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private volatile int ttl;

    private TestDnsServer(ServerSocket tcp, DatagramSocket udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    /** On a free port of 127.0.0.1. */
    public static TestDnsServer start() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        for (int i = 0; ; i++) {
            ServerSocket tcp = new ServerSocket(0, 50, loopback);
            try {
                TestDnsServer server =
                        new TestDnsServer(tcp, new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort())));
                server.threads.execute(server::serveUdp);
                server.threads.execute(server::serveTcp);
                return server;
            } catch (IOException e) {
                tcp.close();
                if (i == TRIES_TO_BIND) {
                    throw e;
                }
            }
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** As the setting {@code DNS_SERVERS} wants it. */
    public String hostAndPort() {
        return "127.0.0.1:" + tcp.getLocalPort();
    }

    /** Of the records that are added from now on, and of what does not exist. */
    public TestDnsServer ttl(int seconds) {
        ttl = seconds;
        return this;
    }

    public TestDnsServer mx(String domain, int preference, String host) {
        return record(domain, Type.MX, preference + " " + (host.isEmpty() ? "." : host + "."));
    }

    public TestDnsServer a(String host, String address) {
        return record(host, Type.A, address);
    }

    public TestDnsServer aaaa(String host, String address) {
        return record(host, Type.AAAA, address);
    }

    /** Cut into strings of at most 255 octets, as it must be. */
    public TestDnsServer txt(String name, String text) {
        StringBuilder strings = new StringBuilder();
        for (int i = 0; i == 0 || i < text.length(); i += 255) {
            String piece = text.substring(i, Math.min(text.length(), i + 255));
            strings.append('"')
                    .append(piece.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\" ");
        }
        return record(name, Type.TXT, strings.toString());
    }

    public TestDnsServer cname(String alias, String target) {
        return record(alias, Type.CNAME, target + ".");
    }

    public TestDnsServer ptr(String address, String host) {
        String name = ReverseMap.fromAddress(inetAddress(address)).toString(true);
        return record(name, Type.PTR, host + ".");
    }

    /** A record as a zone file has it: {@code record("_imaps._tcp.example.org", Type.SRV, "0 1 993 imap.example.org.")}. */
    public TestDnsServer record(String name, int type, String data) {
        try {
            Record record = Record.fromString(name(name), type, DClass.IN, ttl, data, Name.root);
            records.computeIfAbsent(name(name), any -> new CopyOnWriteArrayList<>())
                    .add(record);
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " " + Type.string(type) + " " + data, e);
        }
    }

    /** The name has nothing any more, trouble included. */
    public TestDnsServer forget(String name) {
        records.remove(name(name));
        troubles.remove(name(name));
        return this;
    }

    public TestDnsServer servfail(String name) {
        return trouble(name, Trouble.SERVFAIL);
    }

    public TestDnsServer refuse(String name) {
        return trouble(name, Trouble.REFUSED);
    }

    /** Questions for this name are not answered. */
    public TestDnsServer silent(String name) {
        return trouble(name, Trouble.SILENCE);
    }

    /** Over UDP the answer says that it is cut off; over TCP it is whole. */
    public TestDnsServer truncate(String name) {
        return trouble(name, Trouble.TRUNCATION);
    }

    public TestDnsServer heal(String name) {
        troubles.remove(name(name));
        return this;
    }

    /** What was asked so far, in order: {@code "MX example.org"}. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    private TestDnsServer trouble(String name, Trouble trouble) {
        troubles.put(name(name), trouble);
        return this;
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text.toLowerCase(Locale.ROOT), Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static InetAddress inetAddress(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[MAX_UDP];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                Optional<byte[]> answer = answer(question, false);
                if (answer.isPresent()) {
                    udp.send(new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            } catch (IOException closedOrNoise) {
                continue;
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                Optional<byte[]> answer = answer(in.readNBytes(in.readUnsignedShort()), true);
                if (answer.isPresent()) {
                    out.writeShort(answer.get().length);
                    out.write(answer.get());
                    out.flush();
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    private Optional<byte[]> answer(byte[] bytes, boolean overTcp) throws IOException {
        Message question = new Message(bytes);
        Record asked = question.getQuestion();
        Name name = name(asked.getName().toString());
        questions.add(Type.string(asked.getType()) + " " + name.toString(true));
        Trouble trouble = troubles.get(name);
        if (trouble == Trouble.SILENCE) {
            return Optional.empty();
        }
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setFlag(Flags.RD);
        answer.addRecord(asked, Section.QUESTION);
        if (trouble == Trouble.SERVFAIL || trouble == Trouble.REFUSED) {
            answer.getHeader().setRcode(trouble == Trouble.SERVFAIL ? Rcode.SERVFAIL : Rcode.REFUSED);
        } else if (trouble == Trouble.TRUNCATION && !overTcp) {
            answer.getHeader().setFlag(Flags.TC);
        } else {
            fill(answer, name, asked.getType());
        }
        return Optional.of(answer.toWire(MAX_UDP));
    }

    private void fill(Message answer, Name asked, int type) {
        Name name = asked;
        for (int i = 0; i < MAX_ALIASES; i++) {
            List<Record> here = records.getOrDefault(name, List.of());
            Optional<CNAMERecord> alias = here.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .map(CNAMERecord.class::cast)
                    .filter(any -> type != Type.CNAME)
                    .findFirst();
            if (alias.isPresent()) {
                answer.addRecord(alias.get(), Section.ANSWER);
                name = name(alias.get().getTarget().toString());
            } else {
                end(answer, name, here, type);
                return;
            }
        }
    }

    private void end(Message answer, Name name, List<Record> here, int type) {
        List<Record> wanted =
                here.stream().filter(record -> record.getType() == type).toList();
        wanted.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (wanted.isEmpty()) {
            answer.getHeader().setRcode(exists(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
            answer.addRecord(
                    new SOARecord(Name.root, DClass.IN, ttl, Name.root, Name.root, 1, 1, 1, 1, ttl), Section.AUTHORITY);
        }
    }

    /** A name below which there are others exists too (RFC 8020). */
    private boolean exists(Name name) {
        return records.keySet().stream().anyMatch(known -> known.subdomain(name));
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        threads.shutdownNow();
    }
}
