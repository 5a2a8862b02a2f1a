import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.springframework.web.context.support.XmlWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/** Starts Spring MVC in Jetty. In Spring Boot, main is one line, and the session is in application.properties. */
public class Application {
    static final String ORIGIN = setting("APP_ORIGIN", "http://localhost:8000");

    public static void main(String[] args) throws Exception {
        var spring = new XmlWebApplicationContext();
        spring.setConfigLocation("classpath:mvc.xml");
        var dispatcher = new ServletHolder(new DispatcherServlet(spring));
        dispatcher.setAsyncSupported(true);
        var servlets = new ServletContextHandler(ServletContextHandler.SESSIONS);
        servlets.addServlet(dispatcher, "/");
        var sessions = servlets.getSessionHandler();
        sessions.setHttpOnly(true);
        sessions.setSameSite(SameSite.LAX);
        sessions.getSessionCookieConfig().setSecure(ORIGIN.startsWith("https:"));
        // No session id in an address, where a page could choose it.
        sessions.setSessionIdPathParameterName("none");
        var port = Integer.parseInt(setting("PORT", "8000"));
        var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.setHandler(servlets);
        server.start();
    }

    static String setting(String name, String fallback) {
        return System.getenv().getOrDefault(name, fallback);
    }
}
