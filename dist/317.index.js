export const id = 317;
export const ids = [317];
export const modules = {

/***/ 15317:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _host_actions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(55713);
/* harmony import */ var _store_tools_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16854);


/** After the job: keeps the tools for later runs, where the plan said so. Never fails a job. @returns the exit code */
async function post(runner, env, action) {
    const state = JSON.parse(env.STATE_WASM_SHIP ?? '{}');
    if (state.cache !== true)
        return 0;
    const host = await (0,_host_actions_js__WEBPACK_IMPORTED_MODULE_0__/* .actionsHost */ .q)(runner, env, '', action, new AbortController().signal);
    await (0,_store_tools_js__WEBPACK_IMPORTED_MODULE_1__/* .saveTools */ .F)(host);
    return 0;
}


/***/ })

};
