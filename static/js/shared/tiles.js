/** The picture of a tile server under the vectors, where the page names one; without it nothing is asked of anybody. Needs
 * Leaflet (`L`). */

/** Lays the tiles of the page under a map. The land is drawn in its own colour again while none of them comes.
 * @param {object} map Leaflet's
 * @returns {void} */
export function layTiles(map) {
  const { tiles, tilesCredit } = document.body.dataset;
  if (!tiles) return;
  const attribution = Object.assign(document.createElement("span"), { textContent: tilesCredit }).innerHTML;
  const layer = L.tileLayer(tiles, { attribution, maxZoom: map.getMaxZoom(), keepBuffer: 1, updateWhenZooming: false });
  const show = (isThere) => map.getContainer().classList.toggle("tiled", isThere);
  let came = 0;
  layer.on("loading", () => (came = 0));
  layer.on("tileload", () => {
    came += 1;
    show(true);
  });
  layer.on("load", () => came === 0 && show(false));
  layer.addTo(map);
}
