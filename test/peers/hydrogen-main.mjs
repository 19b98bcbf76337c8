/** The whole Hydrogen web client as its project starts it: bundled by `hydrogen-site.ts`, run in a browser. */
import { createNavigation, createRouter, FeatureSet, Platform, RootViewModel } from "hydrogen-view-sdk";

const platform = new Platform({
  container: document.body,
  assetPaths: {
    downloadSandbox: "/assets/download-sandbox.html",
    serviceWorker: "/sw.js",
    worker: "/assets/main.js",
    olm: { wasm: "/olm/olm.wasm", wasmBundle: "/olm/olm.js", legacyBundle: "/olm/olm_legacy.js" },
  },
  config: { defaultHomeServer: new URL(location.href).searchParams.get("homeserver") },
});
await platform.init();
const navigation = createNavigation();
platform.setNavigation(navigation);
const urlRouter = createRouter({ navigation, history: platform.history });
urlRouter.attach();
const features = await FeatureSet.load(platform.settingsStorage);
const viewModel = new RootViewModel({ platform, urlRouter, navigation, features, logger: platform.logger });
await viewModel.load();
platform.createAndMountRootView(viewModel);
